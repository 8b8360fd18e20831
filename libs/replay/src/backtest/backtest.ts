import { type PlacedEntry } from '#contracts';
import { createDefinitions, type Definition, type Definitions } from '#journey';
import { compareJourneys, endOf, outcomeOf } from './compare.js';
import { Groups } from './groups.js';
import { playSide, type PlayedJourney, type PlayedSide } from './play-side.js';
import { entryName, isPlayed, recordTime } from './records.js';
import {
  DIFFERENCES,
  MAX_CHANGED,
  type BacktestReport,
  type ChangedJourney,
  type DispositionMove,
  type Example,
  type OutcomeMove,
  type Parting,
  type PlayFault,
} from './report.js';
import { SideFigures } from './side-figures.js';
import { Tally } from './tally.js';

export interface BacktestOptions {
  /** Two versions of one journey. */
  readonly live: Definition;
  readonly draft: Definition;
  /** Other journeys of the installation: what is for them is not unmatched. */
  readonly others?: readonly Definition[];
  /** ms since the epoch. Only journeys that started at or after it are counted; default: all. */
  readonly since?: number;
}

/** What both plays of a customer came to. */
interface Both {
  readonly live: PlayedSide;
  readonly draft: PlayedSide;
}

/**
 * Plays recorded records through two versions of a journey and compares, journey by journey. Nothing is sent. Customers do
 * not depend on one another: they are given one after the other, and of each only what is counted is kept.
 *
 * B1 Both versions get the same records, at their recorded places. A journey's id is made from the record that started it,
 *    so it is the same one in both.
 * B2 Each version fires its own timers: those of the recorded run are left out, and so are migrations, which say what
 *    version a journey runs on.
 * B3 The same records in the same order give the same report.
 */
export class Backtest {
  private readonly name: string;
  private readonly definitions: { readonly live: Definitions; readonly draft: Definitions };
  private readonly figures: { readonly live: SideFigures; readonly draft: SideFigures };
  private readonly since: number;
  private readonly known = new Map<string, boolean>();
  private readonly differences = new Tally(DIFFERENCES);
  private readonly outcomeMoves = new Groups<Pick<OutcomeMove, 'live' | 'draft'>, Example>();
  private readonly partings = new Groups<Pick<Parting, 'state' | 'live' | 'draft'>, Example>();
  private readonly dispositionMoves = new Groups<
    Pick<DispositionMove, 'event' | 'live' | 'draft'>,
    string
  >();
  private readonly faults = new Groups<Pick<PlayFault, 'version' | 'message'>, never>();
  private readonly changed: ChangedJourney[] = [];
  private readonly counts = { played: 0, timersLeftOut: 0, customers: 0, notConcerned: 0 };
  private readonly journeys = { seen: 0, same: 0, different: 0 };
  private from = Infinity;
  private until = -Infinity;

  /** Throws `RangeError` when the two are not versions of one journey. */
  constructor({ live, draft, others = [], since = -Infinity }: BacktestOptions) {
    if (live.name !== draft.name) {
      throw new RangeError(
        `${live.name} and ${draft.name} are two journeys, not two versions of one`,
      );
    }
    this.name = live.name;
    const beside = others.filter(({ name }) => name !== this.name);
    this.definitions = {
      live: createDefinitions([...beside, live]),
      draft: createDefinitions([...beside, draft]),
    };
    this.figures = { live: new SideFigures(live), draft: new SideFigures(draft) };
    this.since = since;
  }

  /**
   * Plays one customer's records, which come in log order. `ends`: by clock, how far it has come, ms since the epoch: timers
   * due by then fire.
   */
  add(records: readonly PlacedEntry[], ends: ReadonlyMap<string, number>): void {
    const played = records.filter(isPlayed);
    this.counts.timersLeftOut += records.filter(({ entry }) => entry.name === 'TimerDue').length;
    if (!played.some((record) => this.concerns(record))) {
      this.counts.notConcerned += played.length;
      return;
    }
    this.counts.customers += 1;
    const both = {
      live: playSide(this.definitions.live, this.name, played, ends),
      draft: playSide(this.definitions.draft, this.name, played, ends),
    };
    if (this.failed(both)) return;
    const movedRecords = this.addRecords(played, both);
    const ids = new Set([...both.live.journeys.keys(), ...both.draft.journeys.keys()]);
    for (const id of ids) this.addJourney(id, both, movedRecords);
  }

  report(): BacktestReport {
    const { live, draft } = this.figures;
    return {
      journey: this.name,
      records: {
        ...this.counts,
        from: this.counts.played === 0 ? null : this.from,
        until: this.counts.played === 0 ? null : this.until,
      },
      journeys: { ...this.journeys },
      differences: this.differences.asRecord() as BacktestReport['differences'],
      live: live.report(draft),
      draft: draft.report(live),
      outcomeMoves: this.outcomeMoves.list().map(({ group, count, examples: [example] }) => ({
        ...group,
        journeys: count,
        example: example ?? { journeyId: '', startedBy: '' },
      })),
      partings: this.partings
        .list()
        .map(({ group, count, examples }) => ({ ...group, journeys: count, examples })),
      dispositionMoves: this.dispositionMoves
        .list()
        .map(({ group, count, examples: [example = ''] }) => ({
          ...group,
          records: count,
          example,
        })),
      changed: this.changed,
      faults: this.faults.list().map(({ group, count }) => ({ ...group, customers: count })),
    };
  }

  /** Whether the record may mean something to one of the two versions. */
  private concerns({ entry }: PlacedEntry): boolean {
    if (entry.name !== 'Interaction') return false;
    const { type } = entry.value;
    const known = this.known.get(type);
    if (known !== undefined) return known;
    const { live, draft } = this.definitions;
    const knows = [...live.knowing(type), ...draft.knowing(type)].some(
      ({ name }) => name === this.name,
    );
    this.known.set(type, knows);
    return knows;
  }

  private failed({ live, draft }: Both): boolean {
    for (const [version, side] of [
      ['live', live],
      ['draft', draft],
    ] as const) {
      if (side.fault !== undefined) this.faults.add({ version, message: side.fault });
    }
    return live.fault !== undefined || draft.fault !== undefined;
  }

  /** Returns the journeys with a record that came to something else; the empty name: one that is about no journey. */
  private addRecords(records: readonly PlacedEntry[], { live, draft }: Both): ReadonlySet<string> {
    const moved = new Set<string>();
    records.forEach((record, at) => {
      const time = recordTime(record);
      const [one, other] = [live.came[at], draft.came[at]];
      if (time < this.since || one === undefined || other === undefined) return;
      this.counts.played += 1;
      this.from = Math.min(this.from, time);
      this.until = Math.max(this.until, time);
      this.figures.live.addRecord(one);
      this.figures.draft.addRecord(other);
      if (one.to === other.to) return;
      const { event, id } = entryName(record);
      this.dispositionMoves.add({ event, live: one.to, draft: other.to }, id);
      const about = [...one.journeyIds, ...other.journeyIds];
      for (const journeyId of about.length === 0 ? [''] : about) moved.add(journeyId);
    });
    return moved;
  }

  private addJourney(id: string, { live, draft }: Both, movedRecords: ReadonlySet<string>): void {
    const [one, other] = [live.journeys.get(id), draft.journeys.get(id)];
    const known = one ?? other;
    if (known === undefined || known.trajectory.startedAt < this.since) return;
    if (one !== undefined) this.figures.live.addJourney(one);
    if (other !== undefined) this.figures.draft.addJourney(other);
    this.journeys.seen += 1;
    const example = exampleOf(known);
    this.outcomeMoves.add({ live: outcome(one), draft: outcome(other) }, example);
    const { differences, fields, parting } = compareJourneys(
      one,
      other,
      movedRecords.has(id) || movedRecords.has(''),
    );
    if (differences.length === 0) {
      this.journeys.same += 1;
      return;
    }
    this.journeys.different += 1;
    for (const difference of differences) this.differences.add(difference);
    if (parting !== undefined) this.partings.add(parting, example);
    if (this.changed.length === MAX_CHANGED) return;
    this.changed.push({ ...example, differences, live: endOf(one), draft: endOf(other), fields });
  }
}

function outcome(journey: PlayedJourney | undefined): string {
  return journey === undefined ? '-' : outcomeOf(journey);
}

function exampleOf({ trajectory: { journeyId, stays } }: PlayedJourney): Example {
  return { journeyId, startedBy: stays[0]?.cause.id ?? '' };
}
