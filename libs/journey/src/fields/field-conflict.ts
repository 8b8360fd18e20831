import { type FieldValue } from '#contracts';
import { type Field } from '../definition/compiled-definition.js';

/** What is known of a field came twice, with different values: which one stays, and why. */
export interface FieldConflict {
  readonly field: string;
  /** What the journey had. */
  readonly held: FieldValue;
  /** What came. */
  readonly offered: FieldValue;
  readonly kept: 'held' | 'offered';
  /** What decided: the field's `prefer`, or its `staleAfter`. */
  readonly rule: 'latest' | 'first' | 'verified' | 'channels' | 'stale';
  /** In words that repeat neither value. */
  readonly why: string;
}

/** A conflict in one journey. */
export interface ConflictNoted extends FieldConflict {
  readonly journeyId: string;
  /** Id of the interaction or command that brought what was offered. */
  readonly cause: string;
}

type Judgement = Pick<FieldConflict, 'kept' | 'rule' | 'why'>;

/** Whether a value must be asked again at `now`, ms: it ages from when it was given, or verified last. */
export function isStale({ staleAfterMs }: Field, value: FieldValue, now: number): boolean {
  if (staleAfterMs === undefined) return false;
  return now - Math.max(value.time, value.verification?.time ?? value.time) > staleAfterMs;
}

/**
 * Which of two values of a field stays at `now`, by its `prefer`. A stale one gives way to a fresh one, whatever is preferred:
 * it was asked again. `verifies`: the event that brings the offered one verifies it. Of what a rule does not tell apart, the one that happened later stays; at the same time, the one that came later.
 */
export function judgeValues(
  field: Field,
  held: FieldValue,
  offered: FieldValue,
  { verifies, now }: { readonly verifies: boolean; readonly now: number },
): Judgement {
  const { prefer = 'latest' } = field.source;
  if (isStale(field, held, now) && !isStale(field, offered, now)) {
    return { kept: 'offered', rule: 'stale', why: 'the value held was too old' };
  }
  if (typeof prefer !== 'string') return byChannel(prefer, held, offered);
  switch (prefer) {
    case 'first':
      return { kept: 'held', rule: 'first', why: 'the first value stays' };
    case 'verified': {
      const known = offered.verified || verifies;
      if (held.verified && !known) {
        return { kept: 'held', rule: 'verified', why: 'it is verified, what came is not' };
      }
      if (known && !held.verified) {
        return { kept: 'offered', rule: 'verified', why: 'what came is verified' };
      }
      return byTime(held, offered, 'verified');
    }
    case 'latest':
      return byTime(held, offered, 'latest');
  }
}

function byChannel(channels: readonly string[], held: FieldValue, offered: FieldValue): Judgement {
  const [kept, came] = [rank(channels, held.channel), rank(channels, offered.channel)];
  if (kept === came) return byTime(held, offered, 'channels');
  const [first, second] = kept < came ? [held, offered] : [offered, held];
  const why = `what came by \`${first.channel}\` goes before what came by \`${second.channel}\``;
  return { kept: kept < came ? 'held' : 'offered', rule: 'channels', why };
}

function byTime(held: FieldValue, offered: FieldValue, rule: FieldConflict['rule']): Judgement {
  if (offered.time < held.time) {
    return { kept: 'held', rule, why: 'what came had happened before' };
  }
  return { kept: 'offered', rule, why: 'what came is the latest' };
}

/** A channel's place among the preferred ones; those not named come last, all alike. */
function rank(channels: readonly string[], channel: string): number {
  const at = channels.indexOf(channel);
  return at < 0 ? channels.length : at;
}
