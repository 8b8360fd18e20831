import { LIVE_CLOCK, type Interaction, type JourneyState } from '#contracts';
import { type Definition } from './compiled-definition.js';
import { correlate, correlationValue, type Correlation, type Match } from './correlate.js';
import { type Ending } from './ending.js';
import { remember } from './dedupe.js';
import { matchesEvent } from './event-patterns.js';
import { explainClosed, explainLate, explainNone, explainSeveral } from './explain.js';
import { journeySuffix } from './fingerprint.js';
import { type Fold } from './fold.js';
import { interactionOccurrence, type Occurrence } from './occurrence.js';
import { offer, open, type Verdict } from './offer.js';

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
  const { journeyId } = journey;
  const late = lateness(definition, journey, interaction, now);
  if (late !== undefined) return { ...late, journeyId };
  const turn = fold.turn(journey, definition, occurrence, now);
  const verdict = offer(turn, interaction, startsAgain);
  if (verdict.kind !== 'ignored' && verdict.kind !== 'unmatched') fold.put(turn);
  return { ...verdict, journeyId };
}

function lateness(
  { lateness: declared }: Definition,
  journey: JourneyState,
  { clock, time }: Interaction,
  now: number,
): Verdict | undefined {
  if (declared === undefined || clock !== LIVE_CLOCK || now - time <= declared.accept) {
    return undefined;
  }
  const kind = declared.then === 'record' ? 'late' : 'ignored';
  return { kind, reason: 'late', detail: explainLate(journey, now - time) };
}

function startOne(
  fold: Fold,
  definition: Definition,
  interaction: Interaction,
  occurrence: Occurrence,
  now: number,
): Judged {
  const { subjectId, source, id, clock, channel } = interaction;
  const journeyId = `${subjectId}.${journeySuffix(definition.name, source, id)}`;
  const unborn: JourneyState = {
    journeyId,
    subjectId,
    definition: definition.name,
    definitionVersion: definition.version,
    version: 0,
    status: 'open',
    outcome: null,
    clock,
    correlation: correlationValue(definition, interaction, occurrence),
    configuration: [],
    history: {},
    since: now,
    startedAt: now,
    startedOn: channel,
    lastChannel: channel,
    lastSeen: now,
    endedAt: null,
    pausedAt: null,
    migratedFrom: null,
    stalled: false,
    fields: {},
    timers: [],
    timerGeneration: 0,
    deferred: [],
    invocations: [],
    recent: [],
    reflects: fold.outputs.position,
  };
  const turn = fold.turn(unborn, definition, occurrence, now);
  const verdict = open(turn, interaction);
  fold.put(turn);
  return { ...verdict, journeyId };
}

/** Nothing open wanted it: says what would have. */
function judgeNobody(fold: Fold, correlation: Correlation, { type }: Interaction): Judged {
  const { closed, missing } = correlation;
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
  const knowing = fold.definitions.knowing(type);
  if (knowing.length === 0) {
    return unmatched('no-definition', `no journey definition knows \`${type}\``);
  }
  return unmatched('no-open-journey', explainNone(fold.definitions, type));
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
  const kind = KINDS.find((one) => judged.some((verdict) => verdict.kind === one)) ?? 'unmatched';
  const telling = judged.filter((verdict) => verdict.kind === kind);
  const details = judged.flatMap(({ detail }) => detail ?? []);
  return {
    kind,
    reason: telling[0]?.reason ?? null,
    detail: details.length === 0 ? null : details.join('; '),
    journeyIds: telling.flatMap(({ journeyId }) => journeyId ?? []),
  };
}
