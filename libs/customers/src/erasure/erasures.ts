import { setTimeout } from 'node:timers/promises';
import { type SubjectId } from '#contracts';
import { type PersonsPast } from '#history';
import {
  refuse,
  type Clock,
  type ErasedHere,
  type ErasurePlace,
  type EventLog,
  type IdentityStores,
  type RecordCodec,
} from '#ports';
import {
  erasureIdOf,
  type ErasureOrder,
  erasureRecords,
  orderRecord,
  toldBy,
  type ToldErasure,
} from './erasure-records.js';

// An erasure is many steps in many places, and none can be left out because somebody died. What must hold:
//   R1 The event that orders it is in the log before anything is changed; whoever follows the events completes it.
//   R2 Each step changes nothing when it is done again, and all are done again.
//   R3 The identity store forgets first, so that nothing new is linked; it still says then who was the person.

/** How long the fold is waited for, and between two looks, ms. */
const FOLD_MS = 5_000;
const LOOK_EVERY_MS = 25;

/** What was done, where, and what stays. */
export interface Receipt extends ToldErasure {
  readonly id: string;
  /** It was asked for before, by whom this names; what the places say is of now. */
  readonly erasedBefore: boolean;
  /** False: the fold has not come to it yet; it will, and asking again tells. */
  readonly complete: boolean;
  readonly places: readonly ErasedHere[];
}

export interface ErasuresOptions {
  readonly identities: Pick<IdentityStores, 'links' | 'merges' | 'erasures'>;
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly past: PersonsPast;
  /** Beside the identity store and the journeys. A key vault is one. */
  readonly places: readonly ErasurePlace[];
}

/** Forgets people. */
export class Erasures {
  constructor(private readonly options: ErasuresOptions) {}

  /** Throws `not-found` for a subject that nothing is known of. */
  async erase(subject: SubjectId, by: Pick<ErasureOrder, 'operator' | 'reason'>): Promise<Receipt> {
    const { identities, log, codec, clock, past } = this.options;
    const change = await past.erasure(subject);
    const told = change && toldBy(change);
    if (told !== undefined) return { ...(await this.complete(told)), erasedBefore: true };
    const head = await identities.merges.follow(subject);
    const at = await identities.erasures.erasedAt(subject);
    if (at === undefined && !(await this.isKnown(head))) {
      refuse('not-found', `There is no customer ${subject}.`);
    }
    const order = { ...by, subject: head, at: at ?? clock.now() };
    await log.append([orderRecord(codec, order)]);
    return this.complete(order);
  }

  /** Does what is left to do of an erasure that was ordered (R2). `signal` ends the waiting for the fold. */
  async complete(order: ErasureOrder | ToldErasure, signal?: AbortSignal): Promise<Receipt> {
    const { identities, log, codec, past, places } = this.options;
    const forgotten = await identities.erasures.erase(order.subject, order.at);
    const known = 'subjects' in order ? order.subjects : [];
    const subjects = [...new Set([...known, ...forgotten.subjects])];
    const waiting = await this.unfolded(subjects);
    const journeys = await past.journeyIds(waiting);
    const records = erasureRecords(codec, { ...order, subjects });
    const missing = records.filter(({ key }) => waiting.includes(key as SubjectId));
    if (missing.length > 0) await log.append(missing);
    const complete = await this.untilFolded(waiting, signal);
    const done: ErasedHere[] = [
      { place: 'identifier links', erased: forgotten.links },
      { place: 'journeys', erased: journeys.length, remains: SKELETON },
    ];
    for (const place of places) done.push(await place.erase(subjects));
    return {
      ...order,
      subjects,
      id: erasureIdOf(order),
      erasedBefore: false,
      complete,
      places: done,
    };
  }

  private async isKnown(subject: SubjectId): Promise<boolean> {
    const { identities, past } = this.options;
    if ((await past.state(subject)) !== undefined) return true;
    return (await identities.links.of(subject)).length > 0;
  }

  private async unfolded(subjects: readonly SubjectId[]): Promise<readonly SubjectId[]> {
    const states = await Promise.all(subjects.map((subject) => this.options.past.state(subject)));
    return subjects.filter((_, at) => states[at]?.erasedAt == null);
  }

  private async untilFolded(subjects: readonly SubjectId[], signal?: AbortSignal) {
    for (let waited = 0; ; waited += LOOK_EVERY_MS) {
      const waiting = await this.unfolded(subjects);
      if (waiting.length === 0) return true;
      if (waited >= FOLD_MS || signal?.aborted === true) return false;
      await setTimeout(LOOK_EVERY_MS);
    }
  }
}

const SKELETON =
  'That they were there: their definitions, states, channels and times, without values. Pages that a store has freed on ' +
  'its disk are overwritten when they are used again, not before.';
