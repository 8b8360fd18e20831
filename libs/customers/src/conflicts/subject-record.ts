import { iso, type LinkView, type SubjectRecordView, summaryView } from '#api';
import { type SubjectId } from '#contracts';
import { summarise } from '#journey';
import {
  compareBySeen,
  type DefinitionCatalogue,
  type IdentifierKey,
  type IdentifierLink,
  type IdentityStores,
} from '#ports';
import { schemeOfFact } from '../resolve/identifier-hash.js';
import { type Subjects } from '../find/subjects.js';

/** Characters of a value's keyed hash that are shown: 72 bits, enough to tell values apart. */
const SHOWN_CHARACTERS = 12;

/** How a value's key is shown; only a beginning of it, which names it among those of one customer. */
export function shownKey(key: IdentifierKey): string {
  return key.slice(0, SHOWN_CHARACTERS);
}

/** One identifier of a subject. That it is verified is a row beside the one that it is known. */
export function linkView({
  key,
  scheme,
  linkedAt,
  standing,
  unvouched,
  subject,
}: IdentifierLink): LinkView {
  return {
    key: shownKey(key),
    ...schemeOfFact(scheme),
    linkedAt: iso(linkedAt),
    standing: standing ?? null,
    unvouched: unvouched === true,
    subjectId: subject,
  };
}

export interface SubjectRecordsOptions {
  readonly identities: Pick<IdentityStores, 'links' | 'merges' | 'rulings'>;
  readonly subjects: Subjects;
  readonly catalogue: DefinitionCatalogue;
}

/** What is known of who a customer is: identifiers, merges, whom they are kept apart from, journeys. No personal values. */
export class SubjectRecords {
  constructor(private readonly options: SubjectRecordsOptions) {}

  /** Of a subject that has not become another one; of one that nobody knows, an empty record. */
  async of(subject: SubjectId): Promise<SubjectRecordView> {
    const { identities, subjects, catalogue } = this.options;
    const [links, merges, apart, journeys] = await Promise.all([
      identities.links.of(subject),
      identities.merges.of(subject),
      identities.rulings.apartFrom(subject),
      subjects.journeys(subject),
    ]);
    const rows = summarise({ journeys }).toSorted(compareBySeen);
    const oldest = links.toSorted((a, b) => a.linkedAt - b.linkedAt);
    const [first] = oldest;
    return {
      subjectId: subject,
      knownSince: first === undefined ? null : iso(first.linkedAt),
      identifiers: oldest.map(linkView),
      merges: merges
        .toSorted((a, b) => a.at - b.at)
        .map(({ from, into, at }) => ({ from, into, at: at === 0 ? null : iso(at) })),
      keptApartFrom: apart.toSorted(),
      journeys: rows.map((row) => summaryView(catalogue.current(), row)),
    };
  }
}

/** `SubjectRecords.of`. */
export type SubjectRecord = Awaited<ReturnType<SubjectRecords['of']>>;
