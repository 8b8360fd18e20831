import { type JourneyEvent } from '#contracts';
import { Durations, type DurationsShown } from './durations.js';
import { resumedBy } from './time-to-resume.js';

/** How well one journey definition, all its versions, carried its customers on. Rates are from 0 to 1; null: of nothing. */
export interface ContinuityFigures {
  readonly definition: string;
  /** Journeys that something was told of. */
  readonly journeys: number;
  readonly started: number;
  readonly restarts: {
    /** A journey began although its customer had begun the same before: what was done is done again. */
    readonly anew: number;
    /** A customer began again, and the journey that was open went on. */
    readonly wentOn: number;
    /** Of all beginnings, those that were not the first. */
    readonly rate: number | null;
  };
  readonly repeated: {
    /** In how many journeys something was asked that was known. */
    readonly journeys: number;
    readonly rate: number | null;
    /** Field to how often it was asked although known, the most often first. */
    readonly fields: Readonly<Record<string, number>>;
  };
  /** Callers who were recognised by what they know. */
  readonly recognised: number;
  /** By channels, in the order of their names. */
  readonly ways: readonly WayFigures[];
}

/** Between two channels, or on one and the same. */
export interface WayFigures {
  readonly from: string;
  readonly to: string;
  readonly handOffs: {
    readonly made: number;
    readonly redeemed: number;
    readonly expired: number;
    /** Of those that were used or expired, the used ones. Those of journeys that ended meanwhile are neither. */
    readonly redemptionRate: number | null;
  };
  readonly timeToResume: DurationsShown;
}

/**
 * Adds journey events up to continuity figures. The events of a journey must come in the order in which they stand in the
 * topic; one that was published again is counted once (I5). Keeps some hundred bytes a journey.
 */
export class ContinuityTally {
  private readonly told = new Map<string, ToldJourney>();
  private readonly definitions = new Map<string, DefinitionTally>();

  add(event: JourneyEvent): void {
    const journey = this.told.get(event.journeyId);
    if (journey !== undefined && isRepeat(journey, event)) return;
    const { version, id, definition } = event;
    const ids = journey?.version === version ? [...journey.ids, id] : [id];
    const repeats = event.type === 'repeated' || journey?.repeats === true;
    this.told.set(event.journeyId, { version, ids, repeats });
    const tally = this.tallyOf(definition);
    if (journey === undefined) tally.journeys += 1;
    if (repeats && journey?.repeats !== true) tally.withRepeats += 1;
    tally.count(event);
  }

  /** By the definitions' names. */
  figures(): readonly ContinuityFigures[] {
    return [...this.definitions]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([definition, tally]) => tally.figures(definition));
  }

  private tallyOf(definition: string): DefinitionTally {
    const known = this.definitions.get(definition) ?? new DefinitionTally();
    this.definitions.set(definition, known);
    return known;
  }
}

/** The last version of a journey that was told, and the events that told it. */
interface ToldJourney {
  readonly version: number;
  readonly ids: readonly string[];
  readonly repeats: boolean;
}

function isRepeat({ version, ids }: ToldJourney, event: JourneyEvent): boolean {
  return event.version < version || (event.version === version && ids.includes(event.id));
}

class DefinitionTally {
  journeys = 0;
  withRepeats = 0;
  private started = 0;
  private anew = 0;
  private wentOn = 0;
  private recognised = 0;
  private readonly fields = new Map<string, number>();
  private readonly ways = new Map<string, WayTally>();

  count(event: JourneyEvent): void {
    const resumed = resumedBy(event);
    if (resumed !== undefined) this.way(resumed.from, resumed.to).durations.add(resumed.took);
    const { previousChannel: from, channel: to } = event;
    switch (event.type) {
      case 'started':
        this.started += 1;
        return;
      case 'restarted':
        if (event.relatedJourneyId === event.journeyId) this.wentOn += 1;
        else this.anew += 1;
        return;
      case 'repeated':
        for (const name of event.fields) {
          this.fields.set(name, (this.fields.get(name) ?? 0) + 1);
        }
        return;
      case 'recognised':
        this.recognised += 1;
        return;
      case 'handoff-made':
        this.way(from, to).made += 1;
        return;
      case 'handoff-redeemed':
        this.way(from, to).redeemed += 1;
        return;
      case 'handoff-expired':
        this.way(from, to).expired += 1;
    }
  }

  figures(definition: string): ContinuityFigures {
    const { journeys, started, anew, wentOn, withRepeats, recognised } = this;
    const fields = [...this.fields].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    return {
      definition,
      journeys,
      started,
      restarts: { anew, wentOn, rate: share(anew + wentOn, started + wentOn) },
      repeated: {
        journeys: withRepeats,
        rate: share(withRepeats, journeys),
        fields: Object.fromEntries(fields),
      },
      recognised,
      ways: [...this.ways]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { from, to, made, redeemed, expired, durations }]) => ({
          from,
          to,
          handOffs: {
            made,
            redeemed,
            expired,
            redemptionRate: share(redeemed, redeemed + expired),
          },
          timeToResume: durations.shown(),
        })),
    };
  }

  private way(from: string | null, to: string | null): WayTally {
    const key = JSON.stringify([from, to]);
    const known = this.ways.get(key) ?? {
      from: from ?? UNKNOWN,
      to: to ?? UNKNOWN,
      made: 0,
      redeemed: 0,
      expired: 0,
      durations: new Durations(),
    };
    this.ways.set(key, known);
    return known;
  }
}

interface WayTally {
  readonly from: string;
  readonly to: string;
  made: number;
  redeemed: number;
  expired: number;
  readonly durations: Durations;
}

/** Of a hand-off that does not say between which channels it leads. */
const UNKNOWN = 'unknown';

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
