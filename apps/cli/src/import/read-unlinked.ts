import { type Identifiers, type UnlinkedInteraction, withIdentifiersInData } from '#customers';
import { type Definitions } from '#journey';
import { Failure } from '../failure.js';
import { type Mapping, type PastInteraction } from './mapping.js';
import { withProgress } from './progress-bar.js';
import { readHistory } from './read-history.js';

export interface Reading {
  readonly identifiers: Identifiers;
  readonly definitions: Definitions;
}

/** Reads, maps and normalises a whole file: its interactions in the order of their time. */
export async function readUnlinked(
  file: string,
  mapping: Mapping,
  reading: Reading,
  signal?: AbortSignal,
): Promise<UnlinkedInteraction[]> {
  return withProgress('reading  {bar} {percentage}%', async (bar) => {
    const past = await readHistory(file, mapping, (done, size) => {
      signal?.throwIfAborted();
      if (bar.isActive) bar.update(done);
      else bar.start(size, done);
    });
    return past.map((interaction) => unlinked(interaction, reading));
  });
}

function unlinked(
  past: PastInteraction,
  { identifiers, definitions }: Reading,
): UnlinkedInteraction {
  const normalised = past.identifiers.map((raw) => {
    const { identifier, fault } = identifiers.normalise(raw, past.channel);
    if (identifier === undefined)
      throw new Failure(
        `Event ${past.id}: identifier ${raw.scheme} ${JSON.stringify(raw.value)}: ${fault}.`,
      );
    return identifier;
  });
  const all = withIdentifiersInData(normalised, past, definitions, (raw) =>
    identifiers.normalise(raw, past.channel),
  );
  return { journeyId: null, correlation: null, ...past, identifiers: all };
}
