import { type Interaction, type JourneyState } from '#contracts';
import { accepts, step, type Step } from '#statechart';
import { captureFields, verifyFields } from './capture-fields.js';
import { matchesEvent } from './event-patterns.js';
import { explainGuards, explainState } from './explain.js';
import { interactionOccurrence } from './occurrence.js';
import { type Turn } from './turn.js';

/** What became of an interaction in one journey. */
export interface Verdict {
  readonly kind: 'advanced' | 'captured' | 'deferred' | 'late' | 'ignored' | 'unmatched';
  readonly reason: string | null;
  readonly detail: string | null;
}

/** Interactions one journey keeps waiting; one more is unmatched. */
const MAX_DEFERRED = 64;

/**
 * Offers an interaction to an open journey. In this order: its fields are taken, so that guards see them; a transition is
 * taken; or the state defers it, fields and all; or it was taken for its fields; or it is declared to be ignored; or it is
 * unmatched, and the turn must be dropped. An event verifies fields only when no guard refused it on the way.
 */
export function offer(turn: Turn, interaction: Interaction, startsAgain: boolean): Verdict {
  const { definition, occurrence, journey } = turn;
  const captured = captureFields(definition, journey.fields, interaction, occurrence, turn.now);
  const held = journey.fields;
  turn.setFields(captured.fields);
  const scope = turn.scope();
  const taken = step(definition.chart, journey, interaction.type, scope);
  const notes = captured.refused;
  const guarded = scope.refusals.length > 0;
  const verified = guarded
    ? { fields: captured.fields, names: [] }
    : verifyFields(definition, captured.fields, interaction.type);
  const names = union(captured.names, verified.names);
  if (taken.taken) {
    turn.setFields(verified.fields);
    turn.contact(interaction, switchesChannel(turn, interaction));
    if (names.length > 0) turn.sayCaptured(names);
    if (isMove(taken)) turn.advance(taken);
    else turn.act(taken.actions, occurrence);
    replayDeferred(turn);
    return verdict(isMove(taken) ? 'advanced' : 'captured', null, notes);
  }
  if (defers(turn, interaction.type)) {
    turn.setFields(held);
    return defer(turn, interaction);
  }
  if (names.length > 0 || captured.kept.length > 0 || startsAgain) {
    turn.setFields(verified.fields);
    turn.contact(interaction, switchesChannel(turn, interaction));
    turn.sayCaptured(names);
    const kept = captured.kept.map((name) => `${name} kept as it was`);
    const again = startsAgain ? [`journey ${journey.journeyId} is open already and goes on`] : [];
    const why = guarded ? [explainGuards(definition, journey, occurrence, scope.refusals)] : [];
    return verdict('captured', null, [...again, ...kept, ...notes, ...why]);
  }
  if (matchesEvent(definition.ignores, interaction.type)) return verdict('ignored', null, notes);
  return guarded
    ? verdict('unmatched', 'guard-false', [
        explainGuards(definition, journey, occurrence, scope.refusals),
        ...notes,
      ])
    : verdict('unmatched', 'state-does-not-accept', [
        explainState(definition, journey, interaction.type),
        ...notes,
      ]);
}

/** Starts a journey with an interaction, which is then offered to the state it starts in. */
export function open(turn: Turn, interaction: Interaction): Verdict {
  const { definition, occurrence } = turn;
  const captured = captureFields(
    definition,
    turn.journey.fields,
    interaction,
    occurrence,
    turn.now,
  );
  const verified = verifyFields(definition, captured.fields, interaction.type);
  turn.setFields(verified.fields);
  turn.begin();
  const names = union(captured.names, verified.names);
  if (names.length > 0) turn.sayCaptured(names);
  turn.contact(interaction, false);
  if (turn.open) {
    const taken = step(definition.chart, turn.journey, interaction.type, turn.scope());
    if (isMove(taken)) turn.advance(taken);
    else turn.act(taken.actions, occurrence);
  }
  return verdict('advanced', null, captured.refused);
}

/** Offers what waits to each new state, oldest first, until nothing that waits is taken. */
export function replayDeferred(turn: Turn): void {
  let settled = false;
  while (!settled && turn.open) {
    settled = true;
    for (const waiting of turn.journey.deferred) {
      if (!takeDeferred(turn, waiting)) continue;
      settled = false;
      break;
    }
  }
}

function takeDeferred(turn: Turn, waiting: JourneyState['deferred'][number]): boolean {
  const { definition } = turn;
  const { interaction } = waiting;
  const { configuration, fields } = turn.journey;
  if (defers(turn, interaction.type)) return false;
  if (accepts(definition.chart, configuration, interaction.type).length === 0) return false;
  const occurrence = interactionOccurrence(interaction, waiting);
  const captured = captureFields(definition, fields, interaction, occurrence, turn.now);
  turn.setFields(captured.fields);
  const scope = turn.scope(occurrence);
  const taken = step(definition.chart, turn.journey, interaction.type, scope);
  if (!taken.taken) {
    turn.setFields(fields);
    return false;
  }
  const verified =
    scope.refusals.length > 0
      ? { fields: captured.fields, names: [] }
      : verifyFields(definition, captured.fields, interaction.type);
  turn.setFields(verified.fields);
  turn.dropDeferred(waiting);
  const names = union(captured.names, verified.names);
  if (names.length > 0) turn.sayCaptured(names, occurrence);
  if (isMove(taken)) turn.advance(taken, occurrence);
  else turn.act(taken.actions, occurrence);
  return true;
}

/** Whether a step left or entered a state; a transition without a target only does its actions. */
function isMove({ exited, entered }: Step<unknown>): boolean {
  return exited.length > 0 || entered.length > 0;
}

function defer(turn: Turn, interaction: Interaction): Verdict {
  const { journey } = turn;
  if (journey.deferred.length >= MAX_DEFERRED) {
    const detail = `journey ${journey.journeyId} has ${MAX_DEFERRED} events waiting already`;
    return verdict('unmatched', 'state-does-not-accept', [detail]);
  }
  turn.defer(interaction);
  turn.contact(interaction, switchesChannel(turn, interaction));
  const [state = ''] = journey.configuration;
  const detail = `journey ${journey.journeyId} keeps it until it has left \`${state}\``;
  return verdict('deferred', null, [detail]);
}

/** A customer switches channels wherever they turn up; staff do where a customer takes part; systems never do. */
function switchesChannel({ definition, journey }: Turn, { actor }: Interaction): boolean {
  if (actor.kind === 'customer') return true;
  if (actor.kind !== 'agent') return false;
  return journey.configuration.some((state) => definition.states.get(state)?.backstage === false);
}

function defers({ definition, journey }: Turn, type: string): boolean {
  if (definition.defers.size === 0) return false;
  return journey.configuration.some((state) => {
    const patterns = definition.defers.get(state);
    return patterns !== undefined && matchesEvent(patterns, type);
  });
}

function union(some: readonly string[], others: readonly string[]): readonly string[] {
  return others.length === 0 ? some : [...new Set([...some, ...others])];
}

function verdict(kind: Verdict['kind'], reason: string | null, notes: readonly string[]): Verdict {
  return { kind, reason, detail: notes.length === 0 ? null : notes.join('; ') };
}
