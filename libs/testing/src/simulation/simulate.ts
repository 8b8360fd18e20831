import { Topics, type JourneyState } from '#contracts';
import { checkInstallation, type CheckReport } from '#checker';
import { startOrchestrator, type Orchestrator } from '#orchestration';
import type { Clock, RecordCodec } from '#ports';
import { SeededRandom } from './random.js';
import { Scheduler, type SimulatedProcess } from './scheduler.js';
import { SimulatedLog } from './simulated-log.js';
import { SimulatedStore } from './simulated-store.js';
import { Story, storyDecide, storyCatalogue } from './story.js';

const START = Date.parse('2026-11-21T10:00:00Z');
const PARTITIONS = 2;
const MINUTE = 60_000;
/** Tasks after the last fault until everything must be quiet (C8). */
const PATIENCE = 50_000;

/** What a run came to. */
export interface SimulationResult {
  readonly report: CheckReport;
  readonly log: SimulatedLog;
  readonly store: SimulatedStore;
  /** What happened to processes and the store, for who replays a seed. */
  readonly faults: readonly string[];
  readonly tasks: number;
}

interface Running extends SimulatedProcess {
  orchestrator: Orchestrator | undefined;
}

/**
 * The loop over a simulated log, store and clock, with crashes, zombies, lost calls and answers, duplicates, rubbish, and
 * a store that is emptied or rolled back: all decided by the seed. Then the faults stop, and the checker judges.
 * Throws when it does not come to rest.
 */
export async function simulate(seed: number, codec: RecordCodec): Promise<SimulationResult> {
  const simulation = new Simulation(seed, codec);
  await simulation.trouble();
  await simulation.rest();
  return simulation.judge();
}

/**
 * As `simulate`, but all processes die in the middle of it, at whatever point they are at, and nobody comes after them. The
 * store is as they left it.
 */
export async function simulateDeath(seed: number, codec: RecordCodec): Promise<SimulationResult> {
  const simulation = new Simulation(seed, codec, { losesStore: false });
  await simulation.trouble();
  simulation.killAll();
  return simulation.judge();
}

class Simulation {
  private readonly random: SeededRandom;
  private readonly scheduler: Scheduler;
  private readonly log: SimulatedLog;
  private readonly store: SimulatedStore;
  private readonly story: Story;
  private readonly faults: string[] = [];
  private processes: Running[] = [];
  private born = 0;
  private tasks = 0;
  private failure: unknown;
  private goBack: (() => void) | undefined;

  constructor(
    seed: number,
    private readonly codec: RecordCodec,
    private readonly options: { readonly losesStore: boolean } = { losesStore: true },
  ) {
    this.random = new SeededRandom(seed);
    this.scheduler = new Scheduler(this.random, START);
    this.story = new Story(this.random, codec, PARTITIONS, START, () => this.snapshots());
    this.log = new SimulatedLog(this.scheduler, PARTITIONS);
    this.store = new SimulatedStore(this.story.shards);
  }

  /** Records come in, and everything goes wrong that can. */
  async trouble(): Promise<void> {
    const { random, scheduler, log } = this;
    scheduler.faults.lost = random.pick([0, 0.01, 0.05]);
    scheduler.faults.answerLost = random.pick([0, 0.01, 0.05]);
    const crashing = random.pick([0, 0.002, 0.01]);
    const stopping = random.pick([0, 0.005]);
    const losing = random.pick([0, 0, 0.002]) * (this.options.losesStore ? 1 : 0);
    this.start();
    for (let left = 20 + random.below(60); left > 0;) {
      await this.step();
      if (random.chance(0.05)) {
        log.append([this.story.next(scheduler.now)]);
        left -= 1;
      }
      if (random.chance(crashing)) this.crash();
      if (random.chance(stopping)) this.stop();
      if (random.chance(0.01)) this.resume();
      if (random.chance(0.005) || this.processes.length === 0) this.start();
      if (random.chance(losing)) this.loseStore();
      if (random.chance(0.01)) this.goBack = this.store.snapshot();
    }
    log.append(this.story.ending());
  }

  /** Nobody is left, and what was under way to the log or the store never arrives. */
  killAll(): void {
    for (const process of this.processes) process.isDead = true;
    this.processes = [];
  }

  /** No more faults: everything must be done, and stay so. */
  async rest(): Promise<void> {
    this.scheduler.faults.lost = 0;
    this.scheduler.faults.answerLost = 0;
    for (const process of this.processes) process.isStopped = false;
    // A timer may come due while the last one closes.
    do {
      if (this.processes.length === 0) this.start();
      await this.until('no rest', () => this.isQuiet(this.scheduler.now));
      const closing = Promise.all(this.processes.map(({ orchestrator }) => orchestrator?.close()));
      let isClosed = false;
      void closing.then(() => (isClosed = true));
      await this.until('not closed', () => isClosed);
      this.processes = [];
    } while (!this.isQuiet(this.scheduler.now - MINUTE));
  }

  private async until(what: string, holds: () => boolean): Promise<void> {
    for (let left = PATIENCE; !holds(); left--) {
      if (left === 0) throw new Error(`${what} after ${PATIENCE} tasks: ${this.describe()}`);
      await this.step();
    }
  }

  async judge(): Promise<SimulationResult> {
    const { log, store, codec, faults, tasks } = this;
    const report = await checkInstallation({
      log: log.direct(),
      store,
      codec,
      catalogue: storyCatalogue,
      decide: storyDecide,
      acknowledgedInteractions: this.story.acknowledged,
      now: this.scheduler.now - MINUTE,
    });
    return { report, log, store, faults, tasks };
  }

  /** Journeys as they were told, oldest first. */
  private snapshots(): JourneyState[] {
    const told = Array.from({ length: PARTITIONS }, (_, at) =>
      this.log.records(Topics.journeys, at),
    );
    return told.flat().flatMap(({ value }) => {
      const record = value === null ? undefined : this.codec.decode(value);
      return record?.name === 'JourneyState' ? [record.value] : [];
    });
  }

  private async step(): Promise<void> {
    const { scheduler, random } = this;
    const ran = random.chance(0.01) ? false : scheduler.step();
    if (!ran)
      scheduler.pass(
        random.chance(0.3) ? random.below(MINUTE) : (scheduler.untilNextWake() ?? 1_000),
      );
    this.tasks += 1;
    await new Promise(setImmediate);
    if (this.failure !== undefined) throw this.failure;
  }

  private start(): void {
    if (this.processes.length >= 3) return;
    const process: Running = {
      name: `p${this.born++}`,
      isDead: false,
      isStopped: false,
      orchestrator: undefined,
    };
    this.processes.push(process);
    this.faults.push(`${process.name} starts`);
    const { scheduler } = this;
    const clock: Clock = {
      now: () => scheduler.now,
      until: (at, signal) => scheduler.until(process, at, signal),
    };
    const started = startOrchestrator({
      log: this.log.client(process),
      store: this.store.client(scheduler, process),
      codec: this.codec,
      catalogue: storyCatalogue,
      clock,
      decide: storyDecide,
      maxBatchRecords: 6,
      cachedSubjects: 2,
      timerChunk: 3,
      idleCommitMs: 20_000,
    });
    started.then(
      (orchestrator) => {
        process.orchestrator = orchestrator;
        orchestrator.ended.catch((error: unknown) => (this.failure ??= error));
      },
      (error: unknown) => (this.failure ??= error),
    );
  }

  private crash(): void {
    const victim = this.processes[this.random.below(this.processes.length)];
    if (victim === undefined) return;
    this.faults.push(`${victim.name} is killed`);
    victim.isDead = true;
    this.processes = this.processes.filter((process) => process !== victim);
    this.log.group.expel(victim);
  }

  /** SIGSTOP past the session time-out: the others get its partitions, and it does not know. */
  private stop(): void {
    const victim = this.processes[this.random.below(this.processes.length)];
    if (victim === undefined || victim.isStopped) return;
    this.faults.push(`${victim.name} is stopped`);
    victim.isStopped = true;
    this.log.group.expel(victim);
  }

  private resume(): void {
    const zombie = this.processes.find(({ isStopped }) => isStopped);
    if (zombie === undefined) return;
    this.faults.push(`${zombie.name} wakes`);
    zombie.isStopped = false;
  }

  private loseStore(): void {
    const back = this.random.chance(0.5) ? this.goBack : undefined;
    this.faults.push(back === undefined ? 'the store is emptied' : 'the store is rolled back');
    if (back === undefined) this.store.empty();
    else back();
  }

  /** All done, and nothing due `by` then on the live clock. */
  private isQuiet(by: number): boolean {
    return (
      this.isDone() &&
      this.story.clocks(by).every(([clock, at]) => this.store.dueBy(clock, at).length === 0)
    );
  }

  /** Everything acknowledged, and the store where the log is: who is idle has to notice that it was lost. */
  private isDone(): boolean {
    const latest = this.log.bounds(Topics.interactions);
    const acknowledged = this.log.group.offsets();
    return (
      latest.every((bounds) => acknowledged[bounds.partition] === bounds.latest) &&
      this.store.standsAt(latest.map((bounds) => bounds.latest - 1))
    );
  }

  private describe(): string {
    const latest = this.log.bounds(Topics.interactions).map((bounds) => bounds.latest);
    const status = this.processes.map(({ orchestrator }) => orchestrator?.status());
    const due = this.story
      .clocks(this.scheduler.now)
      .map(([clock, at]) => this.store.dueBy(clock, at));
    return JSON.stringify({ latest, acknowledged: this.log.group.offsets(), status, due });
  }
}
