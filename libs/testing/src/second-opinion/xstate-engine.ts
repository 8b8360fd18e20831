import { CEL_GUARD, RAISE_ACTION, type XStateMachine } from '#definitions';
import {
  type AnyActorScope,
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  type AnyTransitionDefinition,
  createMachine,
  raise,
} from 'xstate';
import { type Engine, type Reaction } from './chart-run.js';

/** Above what our engine allows: where XState goes on for longer, ours has said that it is endless. */
const MAX_MICROSTEPS = 1_500;

/**
 * An exported machine in XState. `scxml`: with the order of states and of choosing that SCXML asks for, where XState has
 * another; without, as XState comes. What that changes is listed in `docs/conformance/xstate.md`.
 */
export function xstateEngine(exported: XStateMachine, choice: 'scxml' | 'as it comes'): Engine {
  let holding: readonly string[] = [];
  const bounded = { ...exported, options: { maxIterations: MAX_MICROSTEPS } };
  const machine = createMachine(
    bounded as Parameters<typeof createMachine>[0],
    {
      guards: {
        [CEL_GUARD]: (_: unknown, params: { readonly expression: string }) =>
          holding.includes(params.expression),
      },
      actions: {
        [RAISE_ACTION]: raise((_: unknown, params: { readonly event: string }) => ({
          type: params.event,
        })),
      },
    } as Parameters<typeof createMachine>[1],
  );
  if (choice === 'scxml') chooseAsScxml(machine, (expression) => holding.includes(expression));
  let snapshot: AnyMachineSnapshot | undefined;
  const run = (
    holds: readonly string[],
    transition: (scope: AnyActorScope) => AnyMachineSnapshot,
  ): Reaction => {
    holding = holds;
    const executed: Executed[] = [];
    snapshot = transition(scopeFor(executed, choice === 'scxml'));
    if (snapshot.status === 'error') throw snapshot.error;
    return reactionOf(snapshot, executed);
  };
  const tell = (type: string, holds: readonly string[]): Reaction =>
    run(holds, (scope) => machine.transition(snapshot as AnyMachineSnapshot, { type }, scope));
  return {
    start: (holds) => run(holds, (scope) => machine.getInitialSnapshot(scope)),
    event: tell,
    fire: (timer, holds) => tell(timerEvent(timer), holds),
  };
}

interface Executed {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** What XState's own pure `transition` runs in, which keeps the actions in their order and does none of them. */
function scopeFor(executed: Executed[], inOrder: boolean): AnyActorScope {
  const scope = {
    self: {},
    defer: () => undefined,
    actionExecutor: (action: Executed) => executed.push(action),
    system: {
      _sendInspectionEvent: (event: { type: string; snapshot?: AnyMachineSnapshot }) => {
        if (inOrder && event.snapshot !== undefined) inDocumentOrder(event.snapshot);
      },
    },
  };
  return scope as unknown as AnyActorScope;
}

/** XState keeps active states in the order they were entered, and chooses by it; SCXML (3.13) in that of the document. */
function inDocumentOrder(snapshot: AnyMachineSnapshot): void {
  snapshot._nodes.sort((one, other) => one.order - other.order);
}

/** XState marks this method as internal and leaves it out of its types. */
type Choosing = AnyStateNode & {
  next(snapshot: AnyMachineSnapshot, event: AnyEventObject): AnyTransitionDefinition[] | undefined;
};

/**
 * SCXML appendix D, selectTransitions: each active leaf takes its first enabled transition, its own or an ancestor's. XState
 * does so for eventless ones, but asks no ancestor of a parallel state for an event that a region takes. And a timer is no
 * event a `*` may take.
 */
function chooseAsScxml(machine: AnyStateMachine, holds: (expression: string) => boolean): void {
  machine.getTransitionData = (snapshot, event) => {
    const leaves = snapshot._nodes.filter(({ type }) => type === 'atomic' || type === 'final');
    const own = event.type.startsWith('xstate.after.');
    const chosen = leaves.flatMap((leaf) => {
      for (let node: AnyStateNode | undefined = leaf; node !== undefined; node = node.parent) {
        const ways = own
          ? node.transitions.get(event.type)?.filter(({ guard }) => {
              const expression = (guard as { params?: { expression?: string } } | undefined)?.params
                ?.expression;
              return expression === undefined || holds(expression);
            })
          : (node as Choosing).next(snapshot, event);
        const [first] = ways ?? [];
        if (first !== undefined) return [first];
      }
      return [];
    });
    return [...new Set(chosen)];
  };
}

function reactionOf(snapshot: AnyMachineSnapshot, executed: readonly Executed[]): Reaction {
  const actions: string[] = [];
  const cancelled = new Set<string>();
  const started = new Map<string, number>();
  for (const { type, params = {} } of executed) {
    const { event, delay, id, sendId, name } = params;
    if (type === 'xstate.cancel') {
      const timer = timerOf(String(sendId));
      if (!started.delete(timer)) cancelled.add(timer);
    } else if (type !== 'xstate.raise') {
      actions.push(String(name));
    } else if (typeof delay === 'number') {
      started.set(timerOf(String(id)), delay);
    } else {
      actions.push(`raise:${(event as { type: string }).type}`);
    }
  }
  const leaves = snapshot._nodes.filter(({ type }) => type === 'atomic' || type === 'final');
  return {
    configuration: leaves.map(({ id }) => id).sort(),
    actions,
    cancelled: [...cancelled],
    started: [...started].map(([timer, delayMs]) => ({ timer, delayMs })),
    history: Object.fromEntries(
      Object.entries(snapshot.historyValue).map(([name, nodes]) => [
        name,
        nodes.map(({ id }) => id).sort(),
      ]),
    ),
    done: snapshot.status === 'done',
  };
}

/** `xstate.after.1000.s1` ↔ `s1:PT1S`. */
function timerOf(event: string): string {
  const [, , ms, state] = event.split('.');
  return `${state}:PT${Number(ms) / 1_000}S`;
}

function timerEvent(timer: string): string {
  const [state, name = ''] = timer.split(':');
  return `xstate.after.${Number(/\d+/.exec(name)?.[0]) * 1_000}.${state}`;
}
