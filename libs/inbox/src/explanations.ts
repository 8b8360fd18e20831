import { dataOf } from '#contracts';
import { iso, summaryView, entryView } from '#api';
import { type Interaction, type SubjectId } from '#contracts';
import { type Subjects } from '#customers';
import { summarise } from '#journey';
import {
  compareBySeen,
  type DefinitionCatalogue,
  type IdentityStores,
  type InboxItem,
} from '#ports';
import { type KeyScope } from '#security';
import { type Held, type HeldRecords } from './held-records.js';
import { masked } from './masking.js';
import { interactionIn } from './replay-body.js';
import { type Replays } from './replays.js';

export interface ExplanationsOptions {
  readonly held: HeldRecords;
  readonly replays: Replays;
  readonly subjects: Subjects;
  readonly identities: Pick<IdentityStores, 'merges'>;
  readonly catalogue: DefinitionCatalogue;
}

/** Says everything of an entry: what was sent, why nothing took it, what would happen to it now. */
export class Explanations {
  constructor(private readonly options: ExplanationsOptions) {}

  /** `reveal`: personal values, too. `scope`: what whoever asks may send. */
  async explain(item: InboxItem, scope: KeyScope, reveal: boolean) {
    const held = await this.options.held.of(item.entry);
    const interaction = interactionIn(held.decoded);
    const now =
      item.closing === null ? await this.options.replays.foresee(item, held, scope) : null;
    return {
      entry: entryView(item),
      masked: !reveal,
      interaction: interaction === undefined ? null : this.shown(interaction, reveal),
      unreadable: held.fault ?? null,
      ...(held.letter === undefined ? {} : { letter: letterView(held, reveal) }),
      now,
      journeys: await this.journeys(interaction?.subjectId ?? item.entry.subjectId),
    };
  }

  private shown(interaction: Interaction, reveal: boolean) {
    const { id, source, type, channel, time, clock, subjectId, journeyId, correlation } =
      interaction;
    const data = dataOf(interaction) ?? null;
    const { identifiers, actor } = interaction;
    return {
      id,
      source,
      type,
      channel,
      time: iso(time),
      clock,
      subjectId,
      journeyId,
      correlation,
      ...(reveal
        ? { identifiers, actor, data }
        : masked(this.options.catalogue.current(), interaction, data)),
    };
  }

  private async journeys(subjectId: string) {
    if (subjectId === '') return [];
    const { subjects, identities, catalogue } = this.options;
    const subject = await identities.merges.follow(subjectId as SubjectId);
    const journeys = await subjects.journeys(subject);
    return summarise({ journeys })
      .toSorted(compareBySeen)
      .map((row) => summaryView(catalogue.current(), row));
  }
}

/** What the dead letter keeps. A key is a subject's or a journey's id; headers say what and from where. */
function letterView({ letter, record, decoded }: Held, reveal: boolean) {
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const value = record?.value ?? letter?.value ?? null;
  return {
    consumer: letter?.consumer ?? '',
    causes: letter?.causes ?? [],
    key: letter?.key ? text(letter.key) : null,
    headers: Object.fromEntries(
      Object.entries(letter?.headers ?? {}).map(([name, bytes]) => [name, text(bytes)]),
    ),
    size: value === null ? null : value.length,
    value: reveal && value !== null ? Buffer.from(value).toString('base64') : null,
    whole: record !== undefined,
    record: decoded?.name ?? null,
  };
}
