import { Topics } from '#contracts';
import type { BatchHandler, ReadResult, Subscription } from '#ports';
import type { Scheduler, SimulatedProcess } from './scheduler.js';

/** What the coordinator needs of the log it belongs to. */
export interface GroupLog {
  readonly partitions: number;
  read(topic: string, partition: number, from: number, maxRecords?: number): ReadResult;
}

interface Tenure {
  readonly generation: number;
  readonly partitions: readonly number[];
}

/** A member as its process knows itself: a stopped one learns late that its partitions are another's. */
class Member {
  tenure: Tenure = { generation: 0, partitions: [] };
  /** The newest tenure it was told of. */
  told: Tenure | undefined;
  isWorking = false;
  isClosed = false;

  constructor(
    readonly process: SimulatedProcess,
    readonly handler: BatchHandler,
    readonly maxBatchRecords: number,
  ) {}
}

/** The group's coordinator. Any change of members is a new generation, and everybody's partitions are dealt anew. */
export class SimulatedGroup {
  readonly #offsets: (number | undefined)[] = [];
  #members: Member[] = [];
  #generation = 0;
  #dealt = new Map<Member, Tenure>();
  #hungry: (() => void)[] = [];

  constructor(
    private readonly log: GroupLog,
    private readonly scheduler: Scheduler,
  ) {}

  offsets(): (number | undefined)[] {
    return Array.from({ length: this.log.partitions }, (_, partition) => this.#offsets[partition]);
  }

  async join(
    process: SimulatedProcess,
    handler: BatchHandler,
    maxBatchRecords: number,
  ): Promise<Subscription> {
    const member = new Member(process, handler, maxBatchRecords);
    let end: () => void = () => undefined;
    let fail: (error: unknown) => void = () => undefined;
    const ended = new Promise<void>((resolve, reject) => {
      end = resolve;
      fail = reject;
    });
    ended.catch(() => undefined);
    // A join whose answer was lost would be a member that never speaks: its session is over before it matters.
    const nothing = (): void => undefined;
    await this.scheduler.call(process, 'join', () => this.#enter(member), nothing);
    void this.#work(member).catch((error: unknown) => {
      this.#leave(member);
      fail(error);
    });
    return {
      ended,
      acknowledge: ({ partition }, next, generation) =>
        this.scheduler.call(process, 'acknowledge', () => {
          if (this.#dealt.get(member)?.generation !== generation) return false;
          if (this.#dealt.get(member)?.partitions.includes(partition) !== true) return false;
          this.#offsets[partition] = next;
          return true;
        }),
      close: async () => {
        if (member.isClosed) return;
        member.isClosed = true;
        this.#feed();
        await this.scheduler.turn(process);
        this.#leave(member);
        end();
      },
    };
  }

  /** The process died, or was silent for longer than its session. */
  expel(process: SimulatedProcess): void {
    for (const member of this.#members.filter((one) => one.process === process)) {
      this.#leave(member);
    }
  }

  /** Records came in: who waits for some looks again. */
  arrived(): void {
    this.#feed();
  }

  /** A join that arrives when its process is gone, or silent, does not outlast its session. */
  #enter(member: Member): void {
    if (member.process.isDead || member.process.isStopped) return;
    this.#members.push(member);
    this.#deal();
  }

  #leave(member: Member): void {
    if (!this.#members.includes(member)) return;
    this.#members = this.#members.filter((one) => one !== member);
    this.#deal();
  }

  #deal(): void {
    this.#generation += 1;
    this.#dealt = new Map();
    this.#members.forEach((member, index) => {
      const partitions = Array.from({ length: this.log.partitions }, (_, at) => at).filter(
        (at) => (at + this.#generation) % this.#members.length === index,
      );
      const tenure = { generation: this.#generation, partitions };
      this.#dealt.set(member, tenure);
      member.told = tenure;
    });
    this.#feed();
  }

  #feed(): void {
    const hungry = this.#hungry;
    this.#hungry = [];
    for (const again of hungry) again();
  }

  /** A member's life: told of a tenure, it gives back the old, takes the new, works on it until it is told of another. */
  async #work(member: Member): Promise<void> {
    const { process, handler } = member;
    const topic = Topics.interactions;
    for (;;) {
      await this.scheduler.turn(process);
      if (member.isClosed) return;
      const { told } = member;
      if (!this.#members.includes(member)) {
        // Woken after it was expelled: it comes back as any new member.
        await this.scheduler.call(process, 'rejoin', () => undefined).catch(() => undefined);
        if (!member.isClosed && !this.#members.includes(member)) this.#enter(member);
        continue;
      }
      if (told === undefined || told === member.tenure) {
        await new Promise<void>((resolve) => void this.#hungry.push(resolve));
        continue;
      }
      const places = (tenure: Tenure) =>
        tenure.partitions.map((partition) => ({ topic, partition }));
      const before = member.tenure;
      member.tenure = told;
      if (before.partitions.length > 0) await handler.revoked?.(places(before), before.generation);
      if (told.partitions.length === 0) continue;
      const starts = (await handler.assigned?.(places(told), told.generation)) ?? [];
      told.partitions.forEach((partition, at) => {
        const from = starts[at] ?? this.#offsets[partition] ?? 0;
        void this.#read(member, told, partition, from);
      });
    }
  }

  async #read(member: Member, tenure: Tenure, partition: number, from: number): Promise<void> {
    const { process, handler } = member;
    const { generation } = tenure;
    const topic = Topics.interactions;
    const isStale = (): boolean => member.tenure !== tenure || member.isClosed;
    for (let next = from; !isStale();) {
      await this.scheduler.turn(process);
      if (isStale()) return;
      const most = 1 + this.scheduler.random.below(member.maxBatchRecords);
      const { records } = this.log.read(topic, partition, next, most);
      if (records.length === 0) {
        await new Promise<void>((resolve) => void this.#hungry.push(resolve));
        continue;
      }
      next += records.length;
      await handler.batch({ topic, partition, records, generation, isStale });
    }
  }
}
