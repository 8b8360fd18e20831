import { type JourneyState } from '#contracts';
import { type Definition } from '#journey';
import { refuse } from '#ports';
import { type StoredKey } from '#security';
import { nearest } from '#statechart';

/** Who may say that a channel exists. */
export interface ChannelSources {
  readonly definitions: readonly Definition[];
  /** Those that name their channels; one for every channel names none. */
  readonly keys: readonly Pick<StoredKey, 'channels' | 'revokedAt'>[];
}

/** Every channel that a definition has words for, that a key in force may send for, or that the journey was on. */
export function knownChannels(
  { definitions, keys }: ChannelSources,
  { startedOn, lastChannel }: Pick<JourneyState, 'startedOn' | 'lastChannel'>,
): ReadonlySet<string> {
  const worded = definitions.flatMap(({ states }) =>
    [...states.values()].flatMap(({ channels }) => Object.keys(channels)),
  );
  const keyed = keys.filter(({ revokedAt }) => revokedAt === null).flatMap((key) => key.channels);
  const known = new Set([...worded, ...keyed, startedOn, lastChannel]);
  known.delete('*');
  return known;
}

/** Throws `invalid-request`, with the name that was probably meant: a code to a channel that is none is never redeemed. */
export function requireKnown(channel: string, known: ReadonlySet<string>): void {
  if (known.has(channel)) return;
  const names = [...known].sort();
  const meant = nearest(channel, names);
  const hint = meant === undefined ? `known are ${names.join(', ')}` : `did you mean ${meant}?`;
  const detail = `there is no channel ${channel}; ${hint}`;
  refuse('invalid-request', 'The body has the faults listed.', [{ pointer: '/to', detail }]);
}
