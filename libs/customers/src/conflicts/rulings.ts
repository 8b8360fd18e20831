import { type DecidedView, iso, type MergedView } from '#api';
import {
  Refusal,
  refuse,
  type Clock,
  type Conflict,
  type EventLog,
  type IdentityStores,
  type RecordCodec,
  type Ruling,
} from '#ports';
import { type Identifiers } from '../resolve/identifiers.js';
import { rulingRecords, type RulingNews } from '../records/ruling-records.js';
import { type StoredFact } from '../resolve/identifier-hash.js';
import { type Merged, type MergeOrder, type MergeRequests } from '../merge/merge-requests.js';
import { type Choice, chosenValues } from './chosen-values.js';
import { bothNow, conflictOf, type Pair } from './conflict.js';
import { rulingView } from './conflict-inbox.js';
// A decision is several steps in two places. Their order is the ruling (by compare-and-set, so that of two operators one
// decides), the records, then what it does in the store:
// 1. Dead before the ruling: nothing happened.
// 2. Dead after it: the ruling says what was decided and by whom, and the conflict that it is not in force. The same decision
//    again, by the same operator, makes the rest; each step done twice is done once. Reopening takes back what there is of it.
// 3. In force, then, means that the log was told. Of a merge the store notes that itself (`tellMerges`).

export interface RulingsOptions {
  readonly store: Pick<IdentityStores, 'links' | 'merges' | 'rulings' | 'conflicts'>;
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly merges: MergeRequests;
}

/** Who decides, and why. */
export interface Decider {
  readonly operator: string;
  readonly reason: string;
}

/** `winner`: who the other one becomes; the one that is known longer when undefined. */
export interface MergeWish extends Decider {
  readonly winner: string | undefined;
  readonly allowTogether: boolean;
}

/** What operators decide of two customers who share something. All throw `not-found` and `conflict`. */
export class Rulings {
  constructor(private readonly options: RulingsOptions) {}

  /** What merging them would do now. */
  async previewMerge(id: string, wish: MergeWish): Promise<MergedView> {
    const { store, merges } = this.options;
    const conflict = await conflictOf(store, id);
    return merges.preview(await this.orderOf(conflict, await bothNow(store, conflict), wish));
  }

  /** They are one. Of two who were merged by other means it only says so. */
  async merge(id: string, wish: MergeWish): Promise<DecidedView> {
    const { store, merges } = this.options;
    const conflict = await conflictOf(store, id);
    const became = await bothNow(store, conflict);
    const order = became[0] === became[1] ? undefined : await this.orderOf(conflict, became, wish);
    if (order !== undefined) await merges.sides(order);
    const ruling = await this.rule(conflict, 'merged', wish);
    const merged = order && (await this.carryOutMerge(conflict, ruling, order));
    if (order === undefined) await merges.unshare(became[0]);
    return { ...decided(conflict, ruling), ...(merged && { merged }) };
  }

  /** They are two people, whatever they share. */
  async keepApart(id: string, decider: Decider): Promise<DecidedView> {
    const { store } = this.options;
    const conflict = await conflictOf(store, id);
    const became = await bothNow(store, conflict);
    if (became[0] === became[1]) refuse('conflict', areOne(became[0]));
    const ruling = await this.rule(conflict, 'kept-apart', decider);
    await this.tell('kept-apart', became, ruling, ruling, []);
    await store.rulings.keepApart(...conflict.subjects);
    await this.refuseTakenBack(conflict, ruling);
    return decided(conflict, ruling);
  }

  /** What they share names nobody. Throws `invalid-request` for values that came with neither of them. */
  async block(id: string, choices: readonly Choice[], decider: Decider): Promise<DecidedView> {
    const { store, identifiers } = this.options;
    const conflict = await conflictOf(store, id);
    const facts = await chosenValues(store, identifiers, conflict, choices);
    const ruling = await this.rule(conflict, 'blocked', decider, facts);
    await this.tell('blocked', await bothNow(store, conflict), ruling, ruling, facts);
    for (const { key, scheme } of facts) await store.rulings.setStanding(key, scheme, 'blocked');
    await this.refuseTakenBack(conflict, ruling);
    return decided(conflict, ruling);
  }

  /** Takes back what was decided. A merge that holds is not: a split undoes that. */
  async reopen(id: string, decider: Decider): Promise<DecidedView> {
    const { store } = this.options;
    const conflict = await conflictOf(store, id);
    const { ruling } = conflict;
    if (ruling === null) refuse('conflict', 'Nobody decided it: there is nothing to take back.');
    const became = await bothNow(store, conflict);
    if (ruling.decision === 'merged' && became[0] === became[1]) {
      refuse('conflict', areOne(became[0]));
    }
    const facts = await this.factsOf(ruling);
    if (ruling.decision !== 'merged') await this.tell('released', became, ruling, decider, facts);
    await this.takeBack(conflict, ruling, null);
    if (!(await store.conflicts.rule(id, ruling.at, null)))
      refuseOvertaken(await conflictOf(store, id));
    return decided(conflict, null);
  }

  /** Makes the ruling, or finds the same one made before. */
  private async rule(
    conflict: Conflict,
    decision: Ruling['decision'],
    { operator, reason }: Decider,
    blocked: readonly StoredFact[] = [],
  ): Promise<Ruling> {
    const { store, clock } = this.options;
    const keys = blocked.map(({ key }) => key).toSorted();
    const ruling: Ruling = { decision, operator, reason, at: clock.now(), blocked: keys };
    if (conflict.ruling === null && (await store.conflicts.rule(conflict.id, null, ruling)))
      return ruling;
    const now = await conflictOf(store, conflict.id);
    return now.ruling !== null && isSame(now.ruling, ruling) ? now.ruling : refuseOvertaken(now);
  }

  private async orderOf(conflict: Conflict, became: Pair, wish: MergeWish): Promise<MergeOrder> {
    const [one, other] = became;
    const { winner: asked, ...rest } = wish;
    const names = [...conflict.subjects, ...became];
    const at =
      asked === undefined
        ? await this.longerKnown(became)
        : names.findIndex((name) => name === asked) % 2;
    if (at < 0) {
      refuse('invalid-request', 'The body has the faults listed.', [
        { pointer: '/winner', detail: 'must be one of the two of this conflict' },
      ]);
    }
    const [winner, loser] = at === 0 ? [one, other] : [other, one];
    return { ...rest, winner, loser };
  }

  /** Which of the two is known longer: 0 or 1. */
  private async longerKnown(became: Pair): Promise<number> {
    const since = await Promise.all(
      became.map(async (subject) => {
        const links = await this.options.store.links.of(subject);
        return Math.min(...links.map(({ linkedAt }) => linkedAt));
      }),
    );
    return (since[1] ?? Infinity) < (since[0] ?? Infinity) ? 1 : 0;
  }

  /** What cannot be merged after all leaves the conflict open again. */
  private async carryOutMerge(
    { id }: Conflict,
    ruling: Ruling,
    order: MergeOrder,
  ): Promise<Merged> {
    const { store, merges } = this.options;
    try {
      return await merges.merge({ ...order, reason: ruling.reason });
    } catch (error) {
      const [winner, loser] = await Promise.all([
        store.merges.follow(order.winner),
        store.merges.follow(order.loser),
      ]);
      if (winner === loser && error instanceof Refusal) return { winner, loser: order.loser };
      if (error instanceof Refusal) await store.conflicts.rule(id, ruling.at, null);
      throw error;
    }
  }

  private async tell(
    kind: RulingNews['kind'],
    became: Pair,
    ruling: Ruling,
    { operator, reason }: Decider,
    identifiers: readonly StoredFact[],
  ): Promise<void> {
    const { log, codec, clock } = this.options;
    const at = kind === 'released' ? clock.now() : ruling.at;
    const told = { kind, subjects: became, identifiers, operator, reason, at, ruledAt: ruling.at };
    await log.append(rulingRecords(codec, told));
  }

  /** Values a ruling blocked, with their schemes. */
  private async factsOf({ blocked }: Ruling): Promise<readonly StoredFact[]> {
    const links = await this.options.store.links.lookup(blocked);
    return blocked.map((key, i) => ({ key, scheme: links[i]?.scheme ?? 'unknown' }));
  }

  /** Undoes what a ruling did, but for what another one that is in its place does, too. */
  private async takeBack(
    { subjects }: Conflict,
    ruling: Ruling,
    instead: Ruling | null,
  ): Promise<void> {
    const { store } = this.options;
    if (ruling.decision === 'kept-apart' && instead?.decision !== 'kept-apart') {
      await store.rulings.allowTogether(...subjects);
    }
    const facts = await this.factsOf(ruling);
    const standings = await store.rulings.standings(ruling.blocked);
    for (const [i, { key, scheme }] of facts.entries()) {
      const stays = standings[i] !== 'blocked' || instead?.blocked.includes(key) === true;
      if (!stays) await store.rulings.setStanding(key, scheme, null);
    }
  }

  /** Somebody reopened it while it was put in force. */
  private async refuseTakenBack({ id }: Conflict, ruling: Ruling): Promise<void> {
    const now = await this.options.store.conflicts.find(id);
    if (now?.ruling?.at === ruling.at && isSame(now.ruling, ruling)) return;
    if (now === undefined)
      refuse('not-found', `Conflict ${id} went with a customer who was erased meanwhile.`);
    await this.takeBack(now, ruling, now.ruling);
    refuseOvertaken(now);
  }
}

/** Whether a decision is one that was made before, by the same operator: then it is only completed. */
function isSame(made: Ruling, wanted: Ruling): boolean {
  return (
    made.decision === wanted.decision &&
    made.operator === wanted.operator &&
    made.blocked.join() === wanted.blocked.join()
  );
}

function refuseOvertaken({ ruling }: Conflict): never {
  if (ruling === null) refuse('conflict', 'It was reopened meanwhile; look again.');
  const { decision, operator, reason, at } = ruling;
  return refuse(
    'conflict',
    `${operator} decided it at ${iso(at)}: ${decision}, because “${reason}”. Reopen it to decide otherwise.`,
  );
}

function areOne(subject: string): string {
  return `Both are one customer, ${subject}. A merge is undone by a split: POST /v1/subjects/${subject}/split.`;
}

function decided({ id }: Conflict, ruling: Ruling | null) {
  return { conflict: id, ruling: ruling && rulingView(ruling) };
}
