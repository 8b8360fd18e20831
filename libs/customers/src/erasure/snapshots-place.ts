import { ceHeaders, type JourneyId, type SubjectId, Topics } from '#contracts';
import { type PersonsPast } from '#history';
import { type ErasedHere, type ErasurePlace, type EventLog, type OutgoingRecord } from '#ports';

/**
 * Snapshots of journeys that had been archived. The fold does not know those any more, so they get tombstones; any other
 * journey's latest snapshot is the one that the erasure made, and has no values.
 */
export class SnapshotsPlace implements ErasurePlace {
  constructor(
    private readonly log: EventLog,
    private readonly past: PersonsPast,
  ) {}

  async erase(subjects: readonly SubjectId[]): Promise<ErasedHere> {
    const found = await Promise.all(subjects.map((subject) => this.past.archivedIds(subject)));
    const tombstones = found.flatMap((ids) => ids ?? []).map(tombstone);
    if (tombstones.length > 0) await this.log.append(tombstones);
    const isPartial = found.some((ids) => ids === undefined);
    const archived = isPartial
      ? ' Snapshots of journeys that were archived stay: the log no longer holds the records that name them.'
      : '';
    const remains = `Earlier snapshots, until the log compacts the topic.${archived}`;
    return { place: Topics.journeys, erased: tombstones.length, remains };
  }
}

function tombstone(journeyId: JourneyId): OutgoingRecord {
  return {
    topic: Topics.journeys,
    key: journeyId,
    value: null,
    headers: ceHeaders({
      id: `erased-${journeyId}`,
      source: '//throughline/erasure',
      type: 'throughline.journey.erased',
      subject: journeyId,
    }),
  };
}
