import { stringify } from 'yaml';
import { type DefinitionFault, type DefinitionSource, humanise } from '#journey';
import { checkShape } from '../definition-schema.js';
import { META_KEY, type XStateMachine } from '../export/xstate-machine.js';
import { MAX_DEPTH } from '../yaml-file.js';
import { MachineReader } from './machine-reader.js';
import { MachineStates, type Report } from './machine-states.js';

/** What XState does not know of a journey. */
export interface JourneyOfMachine {
  readonly journey: string;
  /** Default: the machine's own, if it is a whole number, else 1. */
  readonly version?: number;
  readonly title?: string;
  /** Event types; may be left out for a machine that `toXStateMachine` made. */
  readonly startsOn?: readonly string[];
}

export interface ImportedMachine {
  /** There unless one of the faults is an error. */
  readonly source?: DefinitionSource;
  /** The definition file's text. */
  readonly yaml?: string;
  /** What could not be brought over, or came over differently. Paths are into the machine. */
  readonly faults: readonly DefinitionFault[];
}

const HEAD =
  '# yaml-language-server: $schema=../../schemas/journey-definition.schema.json\n# Made of an XState machine. Channels, fields and what each step needs are yours to add.\n';

/**
 * Makes a journey definition of an XState 5 machine in JSON. States keep their keys as names where those are unique. A guard
 * without a CEL expression becomes `false // its name`, so that nothing is let through that the machine would have stopped;
 * an action that is no command of ours becomes a `call` of a service of its name. Never throws.
 */
export function fromXStateMachine(json: unknown, about: JourneyOfMachine): ImportedMachine {
  if (tooDeep(json)) {
    const message = `the machine is nested more than ${MAX_DEPTH * 2} levels deep`;
    return { faults: [{ path: [], message, severity: 'error' }] };
  }
  const shape = checkShape(json, 'xstate-machine.schema.json');
  const faults: DefinitionFault[] = shape.map(({ path, message, blocking }) =>
    blocking
      ? { path, message, severity: 'error' }
      : { path, message: `left out: ${message}`, severity: 'warning' },
  );
  if (shape.some(({ blocking }) => blocking)) return { faults };
  const report: Report = (path, message, severity = 'error') =>
    faults.push({ path, message, severity });
  const source = definitionOf(json as XStateMachine, about, report);
  if (faults.some(({ severity }) => severity === 'error')) return { faults };
  const yaml = `${HEAD}${stringify(source, { lineWidth: 120 })}`;
  return { source, yaml, faults };
}

function definitionOf(
  machine: XStateMachine,
  about: JourneyOfMachine,
  report: Report,
): DefinitionSource {
  const kept = metaOf(machine);
  const startsOn = about.startsOn ?? (kept['startsOn'] as readonly string[] | undefined) ?? [];
  if (startsOn.length === 0) report([], 'say which events start the journey; XState does not know');
  const states = new MachineStates(machine, report);
  const ours = META_KEY in (machine.meta ?? {});
  const { initial, states: sources } = new MachineReader(states, ours, report).journey();
  const version = /^[1-9]\d{0,5}$/.test(machine.version ?? '') ? Number(machine.version) : 1;
  return {
    journey: about.journey,
    version: about.version ?? version,
    title: about.title ?? (kept['title'] as string | undefined) ?? humanise(about.journey),
    ...(machine.description !== undefined && { description: machine.description }),
    startsOn,
    ...pick(kept, ['correlation', 'lateness', 'stalledAfter', 'ignore', 'fields']),
    initial,
    states: sources,
  };
}

function metaOf(machine: XStateMachine): Readonly<Record<string, unknown>> {
  const meta = machine.meta?.[META_KEY];
  return typeof meta === 'object' && meta !== null ? { ...meta } : {};
}

function pick(
  from: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Partial<DefinitionSource> {
  return Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]));
}

/** States lie two levels apart in JSON. Walks without recursion: the file may be hostile. */
function tooDeep(json: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value: json, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH * 2) return true;
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 });
  }
  return false;
}
