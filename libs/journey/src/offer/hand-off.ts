import { type Interaction } from '#contracts';
import { HAND_OFF_EVENTS } from '../record/hand-off-events.js';
import { contact } from '../step/contact.js';
import { type Occurrence } from '../record/occurrence.js';
import { type Standing } from '../turn/standing.js';
import { type Turn } from '../turn/turn.js';
import { verdict } from '../turn/verdict.js';
import { carriedOut, type Weighed } from '../turn/weighed.js';
import { weighOffer } from './offer.js';

/** What the gateway's record is told as. */
const TOLD_AS: ReadonlyMap<string, string> = new Map([
  [HAND_OFF_EVENTS.made, 'handoff-made'],
  [HAND_OFF_EVENTS.redeemed, 'handoff-redeemed'],
  [HAND_OFF_EVENTS.expired, 'handoff-expired'],
  [HAND_OFF_EVENTS.recognised, 'recognised'],
]);

/**
 * A hand-off, or a caller who was recognised, is noted once, in whatever state a running journey is: it is told when it
 * comes, even if it comes late, if the journey is paused, or if its definition ignores it or lets it wait. It is done by
 * somebody who deals with the journey; that a hand-off expired is nobody's doing.
 * A journey that has ended says nothing more: what nobody needed any longer neither led anywhere nor failed.
 */
export function weighHandOff(standing: Standing, interaction: Interaction): Weighed {
  const isOpen = standing.journey.status === 'open';
  const offered = isOpen ? weighOffer(standing, interaction) : undefined;
  return carriedOut((turn) => {
    tell(turn, interaction.type, turn.occurrence);
    if (offered === undefined) return verdict('captured');
    if ('carryOut' in offered) return offered.carryOut(turn);
    if (interaction.type !== HAND_OFF_EVENTS.expired) contact(turn, interaction);
    return verdict('captured');
  });
}

/** A hand-off leads from `previousChannel` to `channel`, wherever it was told. */
function tell(turn: Turn, type: string, occurrence: Occurrence): void {
  const told = TOLD_AS.get(type);
  if (told === undefined) return;
  if (type === HAND_OFF_EVENTS.recognised) {
    turn.say(told, occurrence, {});
    return;
  }
  const { handOff, from, to, madeAt } = occurrence.data().data;
  const way = { ...occurrence, channel: text(to) ?? occurrence.channel };
  turn.say(told, way, {
    handOff: text(handOff),
    previousChannel: text(from),
    elapsed: type === HAND_OFF_EVENTS.made ? null : since(madeAt, occurrence, turn.now),
  });
}

/** ms until it happened, which may be some time before the log took it; null: nobody said when it was made. */
function since(madeAt: unknown, { time }: Occurrence, now: number): number | null {
  const made = Date.parse(text(madeAt) ?? '');
  return Number.isNaN(made) ? null : Math.max(0, Math.min(time, now) - made);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
