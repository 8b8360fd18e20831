import { type SubjectId, TOPIC_SPECS, Topics, type Topic } from '#contracts';
import { type PersonsPast } from '#history';
import { type ErasedHere, type ErasurePlace } from '#ports';

const DAY_MS = 86_400_000;

/** The log of record, which cannot be changed: what came stays as it came until values are encrypted under a key that goes. */
export class LogOfRecordPlace implements ErasurePlace {
  constructor(private readonly past: PersonsPast) {}

  async erase(subjects: readonly SubjectId[]): Promise<ErasedHere> {
    const records = await this.past.records(subjects);
    const remains =
      `${records} records keep the values they came with: values are not yet encrypted under a key of the customer’s own. ` +
      'Whoever may read the topic itself can read them; no answer of the gateway shows them.';
    return { place: Topics.interactions, erased: 0, remains };
  }
}

/** A topic that keeps what was said of the person until its retention ends. */
export class RetainedPlace implements ErasurePlace {
  constructor(
    private readonly topic: Topic,
    private readonly what: string,
  ) {}

  erase(): Promise<ErasedHere> {
    const kept = TOPIC_SPECS.find(({ name }) => name === this.topic)?.retentionMs ?? -1;
    const until = kept === -1 ? 'without end' : `for ${kept / DAY_MS} days by default`;
    const remains = `${this.what}; the topic keeps its records ${until}.`;
    return Promise.resolve({ place: this.topic, erased: 0, remains });
  }
}
