import { randomBytes } from 'node:crypto';
import { LIVE_CLOCK, type JourneyId, type JourneyState } from '#contracts';
import { type Subjects, drawCode, readCode } from '#customers';
import {
  Refusal,
  refuse,
  type Assurance,
  type Clock,
  type ContinuityStores,
  type DefinitionCatalogue,
  type HandOff,
  type KeptHandOff,
} from '#ports';
import { type ChannelKeys } from '#security';
import {
  type Caller,
  codeSpaces,
  guessAllowances,
  makingAllowances,
  spaceAllowances,
} from './guessing.js';
import { type HandOffKeys } from './hand-off-keys.js';
import { knownChannels, requireKnown } from './known-channels.js';

/** Codes drawn before a space counts as full: each is another's with a chance of 1 in 100,000, or of what a day leaves. */
const MAX_DRAWS = 8;
const ID_BYTES = 16;

export interface HandOffsOptions {
  readonly stores: ContinuityStores;
  readonly keys: HandOffKeys;
  readonly subjects: Subjects;
  readonly clock: Clock;
  readonly catalogue: DefinitionCatalogue;
  readonly channelKeys: Pick<ChannelKeys, 'list'>;
}

/** What is asked of a hand-off that is made. */
export interface Making {
  readonly journeyId: JourneyId;
  readonly from: string;
  readonly to: string;
  readonly assurance: Assurance;
  /** ms. */
  readonly lifetime: number;
}

export interface Redeeming {
  /** A code as it was keyed, or a link's token. */
  readonly secret: { readonly code: string } | { readonly token: string };
  readonly channel: string;
  readonly caller: Caller;
  /** Names this redeeming: sent again it is the same one. */
  readonly by: string;
}

/** A hand-off that was used, and where it leads. */
export interface RedeemedHandOff {
  readonly handOff: HandOff;
  readonly journey: JourneyState;
  readonly means: 'code' | 'link';
  /** ms since the epoch. */
  readonly at: number;
}

/** Makes hand-offs and redeems them, once each. Writes nothing to the log. */
export class HandOffs {
  constructor(private readonly options: HandOffsOptions) {}

  /**
   * Throws `not-found`, `conflict` for a journey that is not open, `invalid-request` for a channel that nobody knows,
   * `too-many-attempts`, `busy` when no code is free.
   */
  async make(making: Making): Promise<{ handOff: HandOff; code: string; token: string }> {
    const { stores, keys, subjects, clock } = this.options;
    const journey = await subjects.journey(making.journeyId);
    requireOpen(journey);
    this.requireChannel(making.to, journey);
    const now = clock.now();
    const again = await stores.attempts.spend(makingAllowances(journey.journeyId), now);
    if (again !== undefined) tooMany('Many hand-offs were made of this journey.', again, now);
    const { from, to, assurance, lifetime } = making;
    const id = randomBytes(ID_BYTES).toString('base64url');
    const { journeyId } = making;
    const expiresAt = now + lifetime;
    const draft = { id, journeyId, from, to, assurance, madeAt: now, expiresAt };
    const { handOff, code } = await this.keep(draft);
    return { handOff, code, token: keys.sign(handOff) };
  }

  /**
   * Uses a hand-off. Throws `invalid-request` for what is no code, `handoff-unknown`, `handoff-used`, `handoff-expired`,
   * `too-many-attempts`, and `conflict` when its journey cannot go on: then it is not used.
   */
  async redeem(redeeming: Redeeming): Promise<RedeemedHandOff> {
    const { stores, clock } = this.options;
    const now = clock.now();
    const { secret } = redeeming;
    const means = 'token' in secret ? 'link' : 'code';
    const kept =
      'token' in secret
        ? await this.byLink(secret.token, now)
        : await this.byCode(secret.code, redeeming, now);
    const { handOff, journey } = await this.requireUsable(kept, redeeming.by);
    if (handOff.to !== redeeming.channel) {
      refuse('conflict', `This hand-off leads to ${handOff.to}, not to ${redeeming.channel}.`);
    }
    switch (await stores.handOffs.redeem(handOff, redeeming.by, now)) {
      case 'redeemed':
        return { handOff, journey, means, at: now };
      case 'used':
        return used();
      case 'expired':
        return expired();
      case 'unknown':
        return unknown();
    }
  }

  /** Where a link leads, without using it; one that `by` has used still leads there. Throws as `redeem` does. */
  async look(token: string, by?: string): Promise<Pick<RedeemedHandOff, 'handOff' | 'journey'>> {
    const now = this.options.clock.now();
    const kept = await this.byLink(token, now);
    if (kept !== undefined && kept.redeemedBy === null && now >= kept.handOff.expiresAt) expired();
    return this.requireUsable(kept, by);
  }

  private async requireUsable(
    kept: KeptHandOff | undefined,
    by: string | undefined,
  ): Promise<Pick<RedeemedHandOff, 'handOff' | 'journey'>> {
    const { handOff, redeemedBy } = kept ?? unknown();
    if (redeemedBy !== null && redeemedBy !== by) used();
    const journey = await this.options.subjects.journey(handOff.journeyId);
    if (redeemedBy === null) requireOpen(journey);
    return { handOff, journey };
  }

  /** The channel a journey was seen on last. Throws `not-found`. */
  async channelOf(journeyId: JourneyId): Promise<string> {
    return (await this.options.subjects.journey(journeyId)).lastChannel;
  }

  private async keep(
    draft: Omit<HandOff, 'space' | 'codeHash'>,
  ): Promise<{ handOff: HandOff; code: string }> {
    const { stores, keys } = this.options;
    for (const { name: space, digits, capacity } of codeSpaces(draft.to)) {
      for (let draw = 0; draw < MAX_DRAWS; draw++) {
        const code = drawCode(digits);
        const handOff = { ...draft, space, codeHash: keys.codeHash(draft.to, code) };
        const came = await stores.handOffs.keep(handOff, capacity);
        if (came === 'kept') return { handOff, code };
        if (came === 'full') break;
      }
    }
    throw new Refusal('busy', 'All codes to this channel are in use.', [], 60);
  }

  private requireChannel(channel: string, journey: JourneyState): void {
    const { catalogue, channelKeys } = this.options;
    const sources = { definitions: catalogue.current().all(), keys: channelKeys.list() };
    requireKnown(channel, knownChannels(sources, journey));
  }

  /** The signature is checked before anything is looked up. */
  private async byLink(token: string, now: number): Promise<KeptHandOff | undefined> {
    const claims = this.options.keys.verify(token);
    if (claims === undefined) return undefined;
    const kept = await this.options.stores.handOffs.find({ id: claims.id });
    if (kept === undefined && now >= claims.expiresAt) return expired();
    return kept;
  }

  /** Counts a guess that found nothing, and only that. */
  private async byCode(
    given: string,
    { channel, caller }: Redeeming,
    now: number,
  ): Promise<KeptHandOff | undefined> {
    const { stores, keys } = this.options;
    const code = readCode(given);
    if (code === undefined) {
      const detail = 'is not a code of ours; a digit is wrong, missing or swapped: read it again';
      refuse('invalid-request', 'The code was mistyped.', [{ pointer: '/code', detail }]);
    }
    const allowances = [...guessAllowances(caller), ...spaceAllowances(channel)];
    const again = await stores.attempts.spend(allowances, now);
    if (again !== undefined) tooMany('Too many wrong codes were tried.', again, now);
    const kept = await stores.handOffs.find({ codeHash: keys.codeHash(channel, code) });
    if (kept !== undefined) await stores.attempts.giveBack(allowances, now);
    return kept;
  }
}

function requireOpen({ status, clock }: JourneyState): void {
  if (clock !== LIVE_CLOCK)
    refuse('conflict', 'The journey is an import’s: nobody goes on with it.');
  if (status === 'ended') refuse('conflict', 'The journey has ended.');
  if (status !== 'open') refuse('conflict', 'The journey is held by an operator at the moment.');
}

function unknown(): never {
  return refuse('handoff-unknown', 'No such hand-off leads here. Ask for a new one.');
}

function used(): never {
  return refuse('handoff-used', 'It works once, and somebody went on with it. Ask for a new one.');
}

function expired(): never {
  return refuse('handoff-expired', 'Its time is over. Ask for a new one.');
}

function tooMany(what: string, again: number, now: number): never {
  const detail = `${what} Wait, or go on by the link.`;
  throw new Refusal('too-many-attempts', detail, [], Math.ceil((again - now) / 1_000));
}
