import {
  type AnyActorScope,
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createMachine,
  initialTransition,
  raise,
  transition,
} from 'xstate';
import { CEL_GUARD, RAISE_ACTION, toXStateMachine } from '#definitions';
import { type Definition, parseDuration } from '#journey';
import type { Stimulus } from './chart-log.ts';

/** Whether the guard of this text holds, in words that are the engine's caller's own business. */
export type Holds = (text: string) => () => boolean;

type Json = { readonly [key: string]: unknown };

/**
 * A definition's chart as an XState machine. Guards are functions in their places. What a service answers is an ordinary
 * event, as it is for our chart: an actor of XState's own would cost it more.
 */
export function xstateMachine({ source }: Definition, holds: Holds): AnyStateMachine {
  const config = withGuards(withoutInvoke(toXStateMachine(source) as unknown as Json), holds);
  const implementations = {
    actions: {
      [RAISE_ACTION]: raise((_: unknown, params: { readonly event: string }) => ({
        type: params.event,
      })),
    },
  };
  return createMachine(
    config as Parameters<typeof createMachine>[0],
    implementations as Parameters<typeof createMachine>[1],
  );
}

/** XState's pure functions: each call makes an actor to run in. */
export function xstateStep(
  machine: AnyStateMachine,
  before: AnyMachineSnapshot | undefined,
  event: AnyEventObject,
): AnyMachineSnapshot {
  const [after] =
    before === undefined ? initialTransition(machine) : transition(machine, before, event);
  return after;
}

/** The same without the actor: what the pure functions call, which is no part of XState's public interface. */
export function bareXstateStep(
  machine: AnyStateMachine,
  before: AnyMachineSnapshot | undefined,
  event: AnyEventObject,
): AnyMachineSnapshot {
  const actions: unknown[] = [];
  const scope = { ...SCOPE, actionExecutor: (action: unknown) => actions.push(action) };
  const actor = scope as unknown as AnyActorScope;
  return before === undefined
    ? machine.getInitialSnapshot(actor)
    : machine.transition(before, event, actor);
}

const nothing = (): void => undefined;
const SCOPE = { self: {}, defer: nothing, system: { _sendInspectionEvent: nothing } };

/** Active leaves in document order. */
export function leavesOf({ _nodes }: AnyMachineSnapshot): string[] {
  const leaves = _nodes.filter(({ type }) => type === 'atomic' || type === 'final');
  return leaves.sort((one, other) => one.order - other.order).map(({ id }) => id);
}

/** The event that a stimulus is in XState: timers are told by their length and state. */
export function xstateEvent({ kind, name }: Stimulus): AnyEventObject {
  if (kind !== 'fire') return { type: name };
  const colon = name.indexOf(':');
  const delay = parseDuration(name.slice(colon + 1));
  return { type: `xstate.after.${'ms' in delay ? delay.ms : ''}.${name.slice(0, colon)}` };
}

function withGuards(value: unknown, holds: Holds): unknown {
  if (Array.isArray(value)) return value.map((item) => withGuards(item, holds));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const expression = key === 'guard' ? expressionIn(inner) : undefined;
      return [key, expression === undefined ? withGuards(inner, holds) : holds(expression)];
    }),
  );
}

function expressionIn(guard: unknown): string | undefined {
  if (!isObject(guard) || guard['type'] !== CEL_GUARD || !isObject(guard['params'])) {
    return undefined;
  }
  const { expression } = guard['params'];
  return typeof expression === 'string' ? expression : undefined;
}

function withoutInvoke({ invoke, on, states, ...node }: Json): Json {
  const invocations = invoke === undefined ? [] : [invoke].flat().filter(isObject);
  const answers = invocations.flatMap(({ id, onDone, onError }) => [
    ...(onDone === undefined ? [] : [[`done.invoke.${String(id)}`, onDone]]),
    ...(onError === undefined ? [] : [[`error.invoke.${String(id)}`, onError]]),
  ]);
  const inner = Object.entries(isObject(states) ? states : {}).map(([name, state]) => [
    name,
    isObject(state) ? withoutInvoke(state) : state,
  ]);
  return {
    ...node,
    on: { ...(isObject(on) ? on : {}), ...Object.fromEntries(answers) },
    ...(inner.length > 0 && { states: Object.fromEntries(inner) }),
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
