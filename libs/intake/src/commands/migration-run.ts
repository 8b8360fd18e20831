import { createHash } from 'node:crypto';
import { type JourneyState, LIVE_CLOCK, type Shard, SHARDS, type SubjectState } from '#contracts';
import { bucketOf, type Migration, Rehearsing, type Rehearsal } from '#journey';
import { type Clock, type EventLog, type JourneyReader, type RecordCodec } from '#ports';
import { type OperatorCommands } from './operator-commands.js';

/** Commands appended at once. */
const CHUNK = 500;

export interface MigrationRunOptions {
  readonly storage: JourneyReader;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly commands: OperatorCommands;
}

export interface MigrationOrder {
  /** Percent of the subjects whose journeys move; 0: none, it is only rehearsed. */
  readonly share: number;
  /** At most so many journeys. */
  readonly limit: number;
  readonly operator: string;
  readonly reason: string;
}

export interface MigrationOutcome {
  readonly rehearsal: Rehearsal;
  /** Journeys for which a command was appended. */
  readonly moving: number;
  /** Journeys in the share that `limit` left for the next run. */
  readonly left: number;
}

/**
 * Goes through all running journeys of the version a migration is from: tells what it would do, and with a share above 0
 * appends a command for each journey in it. What a command does is decided by the fold, at its place in the log; a run that
 * breaks off is simply run again, since who has moved is not there any more and a command that was sent is known by its id.
 */
export async function runMigration(
  options: MigrationRunOptions,
  migration: Migration,
  order: MigrationOrder,
): Promise<MigrationOutcome> {
  const rehearsing = new Rehearsing(migration);
  const sender = new Sender(options, migration, order);
  const now = options.clock.now();
  for await (const journey of runningJourneys(options, migration)) {
    const moves = rehearsing.add(journey, journey.clock === LIVE_CLOCK ? now : journey.lastSeen);
    if (moves && bucketOf(migration.from.name, journey.subjectId) < order.share) {
      await sender.take(journey);
    }
  }
  await sender.flush();
  const { moving, left } = sender;
  return { rehearsal: rehearsing.report(), moving, left };
}

async function* runningJourneys(
  { storage, codec }: MigrationRunOptions,
  { from }: Migration,
): AsyncGenerator<JourneyState> {
  for (let shard = 0; shard < SHARDS; shard++) {
    for await (const { state } of storage.scan(shard as Shard)) {
      const { journeys } = codec.decode(state).value as SubjectState;
      for (const journey of journeys) {
        const isThis = journey.definition === from.name && journey.status !== 'ended';
        if (isThis && journey.definitionVersion === from.version) yield journey;
      }
    }
  }
}

class Sender {
  moving = 0;
  left = 0;
  private waiting: JourneyState[] = [];
  private readonly plan: string;

  constructor(
    private readonly options: MigrationRunOptions,
    private readonly migration: Migration,
    private readonly order: MigrationOrder,
  ) {
    const text = JSON.stringify(migration.source);
    this.plan = createHash('sha256').update(text).digest('hex').slice(0, 12);
  }

  async take(journey: JourneyState): Promise<void> {
    if (this.moving === this.order.limit) {
      this.left += 1;
      return;
    }
    this.moving += 1;
    this.waiting.push(journey);
    if (this.waiting.length === CHUNK) await this.flush();
  }

  async flush(): Promise<void> {
    const { commands, log } = this.options;
    const records = this.waiting.map((journey) => commands.record(this.command(journey)));
    this.waiting = [];
    if (records.length > 0) await log.append(records);
  }

  /** The id names the journey as it is: sent again it is the same command, after a way back it is another. */
  private command({ journeyId, subjectId, version }: JourneyState) {
    const { operator, reason } = this.order;
    return {
      id: `mig-${this.plan}-${journeyId}-${version}`,
      subjectId,
      journeyId,
      command: 'migrate',
      operator,
      reason,
      data: { plan: this.migration.source },
    };
  }
}
