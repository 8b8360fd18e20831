import { type CommandName } from '#api';
import { type JourneyState } from '#contracts';
import { migrationFaults } from '#definitions';
import { type Definitions } from '#journey';
import { type Fault, pointerStep } from '#ports';

type Data = Readonly<Record<string, unknown>>;

/** Data by which an operator moves a journey: an event with its data, or a state. */
const ADVANCE_KEYS = ['event', 'data', 'target'];

/** What of a command's data the fold would not understand, so that the operator is told at once. */
export function dataFaults(
  definitions: Definitions,
  { definition, definitionVersion }: JourneyState,
  command: CommandName,
  data: Data = {},
): readonly Fault[] {
  if (command === 'migrate') return planFaults(definitions, definition, data['plan']);
  if (command !== 'advance') return [];
  const faults = Object.keys(data)
    .filter((key) => !ADVANCE_KEYS.includes(key))
    .map((key): Fault => ({ pointer: `/data${pointerStep(key)}`, detail: 'unknown field' }));
  const { event, target, data: brought } = data;
  if ((event === undefined) === (target === undefined)) {
    faults.push({ pointer: '/data', detail: 'give either an event or a target' });
  }
  if (event !== undefined && typeof event !== 'string') {
    faults.push({ pointer: '/data/event', detail: 'must be an event type' });
  }
  if (brought !== undefined && !isObject(brought)) {
    faults.push({ pointer: '/data/data', detail: 'must be an object' });
  }
  if (target === undefined) return faults;
  const states = definitions.get(definition, definitionVersion)?.states;
  if (typeof target !== 'string' || states?.has(target) === false) {
    const known = [...(states?.keys() ?? [])].join(', ');
    faults.push({ pointer: '/data/target', detail: `must be one of its states: ${known}` });
  }
  return faults;
}

function planFaults(definitions: Definitions, name: string, plan: unknown): readonly Fault[] {
  if (!isObject(plan))
    return [{ pointer: '/data/plan', detail: 'give a migration file’s content' }];
  const faults = migrationFaults(plan, definitions).map(({ path, message }): Fault => ({
    pointer: `/data/plan${path.map(pointerStep).join('')}`,
    detail: message,
  }));
  const { migration } = plan as { readonly migration?: unknown };
  if (faults.length > 0 || migration === name) return faults;
  return [{ pointer: '/data/plan/migration', detail: `must be ${name}: the journey’s own` }];
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
