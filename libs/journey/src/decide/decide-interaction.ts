import { type Interaction, Semantics } from '#contracts';
import { didYouMean } from '#statechart';
import { type Definition } from '../definition/compiled-definition.js';
import { matchesEvent } from '../definition/event-patterns.js';
import { isInternal } from '../definition/internal-events.js';
import { type Ending } from '../fold/ending.js';
import { type Fold } from '../fold/fold.js';
import {
  answeredAction,
  explainNotAwaited,
  invocationOf,
  isAnswer,
  weighAnswer,
} from '../offer/answer.js';
import { weighHandOff } from '../offer/hand-off.js';
import { weighHeldBack, weighOffer } from '../offer/offer.js';
import { open, openingOf } from '../offer/open-journey.js';
import { begunBefore } from '../offer/restarted.js';
import { remember } from '../record/dedupe.js';
import { isHandOff } from '../record/hand-off-events.js';
import { interactionOccurrence, type Occurrence } from '../record/occurrence.js';
import { explainClosed, explainInternal, explainNone, explainSeveral } from '../step/explain.js';
import { byEnd } from '../subject/by-end.js';
import { correlate, type Correlation, type Match } from '../subject/correlate.js';
import { verdict, type Verdict } from '../turn/verdict.js';

/** A verdict and the journey it is about; null: about none in particular. */
type Judged = Verdict & { readonly journeyId: string | null };

/** Strongest first: a record touching several journeys is told by the most that it did. */
const KINDS = ['advanced', 'captured', 'deferred', 'late', 'ignored', 'unmatched'] as const;

/**
 * Folds an interaction that was not folded before, at `now` (ms since the epoch on its clock). Lateness is asked of a journey
 * that is open already; a start is never late.
 */
export function decideInteraction(fold: Fold, interaction: Interaction, now: number): Ending {
  const occurrence = interactionOccurrence(interaction, fold.outputs.position);
  const { state, definitions } = fold;
  const apart = isInternal(interaction.type)
    ? unmatched('state-does-not-accept', explainInternal(interaction.type))
    : isAnswer(interaction)
      ? decideAnswer(fold, interaction, occurrence, now)
      : undefined;
  if (apart !== undefined) {
    fold.remember(remember(state.recentIds, interaction, now));
    return { ...summary([apart]), time: now };
  }
  const correlation = correlate(definitions, state, interaction, occurrence);
  const judged: Judged[] = [];
  for (const match of correlation.matches) {
    judged.push(offerTo(fold, match, interaction, occurrence, now));
  }
  for (const definition of correlation.starts) {
    judged.push(startOne(fold, definition, interaction, occurrence, now));
  }
  for (const journeys of correlation.several) {
    judged.push(unmatched('several-match', explainSeveral(journeys)));
  }
  if (judged.length === 0) judged.push(judgeNobody(fold, correlation, interaction));
  fold.remember(remember(state.recentIds, interaction, now));
  return { ...summary(judged), time: now };
}

function offerTo(
  fold: Fold,
  { journey, definition, startsAgain }: Match,
  interaction: Interaction,
  occurrence: Occurrence,
  now: number,
): Judged {
  const standing = { definition, journey, occurrence, now };
  const weighed = isHandOff(interaction.type)
    ? weighHandOff(standing, interaction)
    : journey.status === 'paused'
      ? weighHeldBack(standing, interaction)
      : weighOffer(standing, interaction, { startsAgain });
  return { ...fold.carryOut(standing, weighed), journeyId: journey.journeyId };
}

/**
 * An answer finds its journey by the call it answers. One that nobody waits for is ignored, unless some definition asks
 * for such events itself: then it is like any other (undefined).
 */
function decideAnswer(
  fold: Fold,
  interaction: Interaction,
  occurrence: Occurrence,
  now: number,
): Judged | undefined {
  const { definitions, state } = fold;
  const action = answeredAction(interaction);
  for (const journey of state.journeys) {
    const invocation = invocationOf(journey, action);
    const definition = definitions.get(journey.definition, journey.definitionVersion);
    if (invocation === undefined || definition === undefined) continue;
    const standing = { definition, journey, occurrence, now };
    const weighed =
      journey.status === 'paused'
        ? weighHeldBack(standing, interaction)
        : weighAnswer(invocation, interaction);
    const came = fold.carryOut(standing, weighed);
    return { ...came, journeyId: journey.journeyId };
  }
  if (definitions.at(interaction.deployment).knowing(interaction.type).length > 0) return undefined;
  const journey = state.journeys.find(({ journeyId }) => journeyId === interaction.journeyId);
  if (journey === undefined) return undefined;
  const detail = explainNotAwaited(journey, action);
  return { ...verdict('ignored', 'not-awaited', [detail]), journeyId: journey.journeyId };
}

function startOne(
  fold: Fold,
  definition: Definition,
  interaction: Interaction,
  occurrence: Occurrence,
  now: number,
): Judged {
  const beginning = { interaction, occurrence, now };
  const opening = openingOf(definition, beginning, fold.outputs.position);
  const before = begunBefore(fold.state.journeys, fold.definitions, definition, beginning);
  const turn = fold.turn(opening.standing);
  const came = open(turn, opening, interaction, before);
  fold.put(turn);
  return { ...came, journeyId: turn.journey.journeyId };
}

/** Nothing open wanted it: says what would have. */
function judgeNobody(
  fold: Fold,
  correlation: Correlation,
  { type, deployment }: Interaction,
): Judged {
  const { missing } = correlation;
  const closed = byEnd(fold, correlation.closed, ({ journey }) => journey);
  if (isHandOff(type)) {
    const { journeyId = null } = closed.at(-1)?.journey ?? {};
    return { kind: 'ignored', reason: null, detail: missing ?? null, journeyId };
  }
  if (missing !== undefined) return unmatched('no-open-journey', missing);
  const [last] = closed.slice(-1);
  if (last !== undefined) {
    const { journeyId } = last.journey;
    if (matchesEvent(last.definition.ignores, type)) {
      return { kind: 'ignored', reason: null, detail: null, journeyId };
    }
    const detail = explainClosed(closed.map(({ journey }) => journey));
    return { ...unmatched('journey-closed', detail), journeyId };
  }
  const inForce = fold.definitions.at(deployment);
  const knowing = inForce.knowing(type);
  if (knowing.length === 0) {
    const meant =
      fold.semantics >= Semantics.tellsNearTypes ? didYouMean(type, inForce.knownTypes()) : '';
    return unmatched('no-definition', `no journey definition knows \`${type}\`${meant}`);
  }
  return unmatched('no-open-journey', explainNone(knowing));
}

function unmatched(reason: string, detail: string): Judged {
  return { kind: 'unmatched', reason, detail, journeyId: null };
}

/** One disposition for all that a record did. */
function summary(judged: readonly Judged[]): Omit<Ending, 'time'> {
  const [only] = judged;
  if (only !== undefined && judged.length === 1) {
    const { kind, reason, detail, journeyId } = only;
    return { kind, reason, detail, journeyIds: journeyId === null ? [] : [journeyId] };
  }
  const kind = KINDS.find((one) => judged.some((came) => came.kind === one)) ?? 'unmatched';
  const telling = judged.filter((came) => came.kind === kind);
  const details = judged.flatMap(({ detail }) => detail ?? []);
  return {
    kind,
    reason: telling[0]?.reason ?? null,
    detail: details.length === 0 ? null : details.join('; '),
    journeyIds: telling.flatMap(({ journeyId }) => journeyId ?? []),
  };
}
