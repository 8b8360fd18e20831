import { dataOf } from '#contracts';
import { type InteractionBody } from '#api';
import { ceAttributes, type DecodedRecord, type Interaction, replayIdOf } from '#contracts';
import { type Normalise } from '#intake';
import { type Definitions, identifiersIn } from '#journey';
import { type InboxEntry } from '#ports';
import { type Held } from './held-records.js';

/** What an operator changes before a replay. `journey: null` takes back that a journey was named. */
export interface ReplayEdit extends Partial<
  Pick<InteractionBody, 'type' | 'channel' | 'time' | 'data' | 'identifiers'>
> {
  readonly journey?: InteractionBody['journey'] | null;
}

/** An interaction as a sender would have sent it, still to be checked. Absent: not known, or not readable. */
export type ReplayBody = Partial<InteractionBody>;

/** The interaction a record holds, be it resolved or not; undefined: it is something else. */
export function interactionIn(decoded: DecodedRecord | undefined): Interaction | undefined {
  return decoded?.name === 'Interaction' ? decoded.value : undefined;
}

/**
 * The interaction that replays an entry: as it was sent, with the edit in place, under an id of its own. What could not be
 * read comes from the headers and the edit alone. Identifiers that were only found in the data go with the data's edit.
 */
export function replayBody(
  entry: InboxEntry,
  held: Held,
  edit: ReplayEdit,
  context: { readonly definitions: Definitions; readonly normalise: Normalise },
): ReplayBody {
  const original = interactionIn(held.decoded);
  const sent = original === undefined ? fromHeaders(held) : asSent(original);
  const { journey: named, ...changes } = edit;
  const identifiers =
    original !== undefined && changes.data !== undefined && changes.identifiers === undefined
      ? { identifiers: namedBySender(original, context) }
      : {};
  const body: ReplayBody = { ...sent, ...identifiers, ...changes, id: replayIdOf(entry.id) };
  if (named === undefined) return body;
  const { journey: before, ...others } = body;
  return named === null ? others : { ...others, journey: named ?? before };
}

function asSent(interaction: Interaction): ReplayBody {
  const { source, type, channel, time, identifiers, journeyId, correlation, actor } = interaction;
  const data = dataOf(interaction);
  const date = new Date(time);
  const journey = journeyId === null ? correlation && { correlation } : { id: journeyId };
  return {
    source,
    type,
    channel,
    ...(Number.isNaN(date.getTime()) ? {} : { time: date.toISOString() }),
    identifiers: identifiers.map(({ scheme, value, verified }) => ({ scheme, value, verified })),
    ...(journey ? { journey } : {}),
    actor: {
      kind: actor.kind as 'customer',
      ...(actor.id === null ? {} : { id: actor.id }),
    },
    ...(data === undefined ? {} : { data }),
  };
}

function fromHeaders({ record }: Held): ReplayBody {
  const told = record && ceAttributes(record.headers);
  if (told === undefined) return { source: '//throughline/dead-letters' };
  const { source, type, time } = told;
  return { source, type, ...(time === undefined ? {} : { time: new Date(time).toISOString() }) };
}

/** Identifiers without those that the original data had: the edited data says them anew. */
function namedBySender(
  interaction: Interaction,
  { definitions, normalise }: { readonly definitions: Definitions; readonly normalise: Normalise },
): NonNullable<ReplayBody['identifiers']> {
  const inData = identifiersIn(definitions, interaction.type, dataOf(interaction) ?? {})
    .map((found) => normalise(found, interaction.channel).identifier)
    .filter((found) => found !== undefined);
  return interaction.identifiers.filter(
    (one) => !inData.some(({ scheme, value }) => scheme === one.scheme && value === one.value),
  );
}
