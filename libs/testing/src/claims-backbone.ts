import { eventually } from './eventually.js';
import { type RunningBackbone, startBackbone } from './running-backbone.js';
import { temporaryDirectory } from './temporary-directory.js';

/** A journey on which what two people said of a claim comes together. `chasedAfter`: an ISO 8601 duration. */
export const claimJourney = (chasedAfter = 'P1D'): string => `
journey: claim
version: 1
title: A claim
startsOn: [claim.begun]
onMerge: combine
fields:
  what: { type: string, from: [claim.described] }
  name: { type: string, from: [claim.named] }
initial: begun
states:
  begun:
    channels: { web: /claim, phone: What happened? }
    on: { claim.described: {}, claim.named: {}, claim.told: { target: told } }
    after: { ${chasedAfter}: { target: chased } }
  chased:
    on: { claim.described: {}, claim.named: {}, claim.told: { target: told } }
  told:
    on: { claim.closed: { target: over }, claim.named: {} }
  over: { type: final, outcome: settled }
`;

export interface ClaimShown {
  readonly journeyId: string;
  readonly subjectId: string;
  readonly state: readonly string[];
  readonly status: string;
  readonly fields: Readonly<Record<string, { readonly value?: unknown }>>;
}

interface Identifier {
  readonly scheme: string;
  readonly value: string;
}

/** A visitor and a customer, who are merged and split. */
export const VISITOR: Identifier = { scheme: 'cookie', value: 'c-81' };
export const CUSTOMER: Identifier = { scheme: 'customer', value: 'k-1' };

/** A backbone in a process of its own, on which claims are made by people who turn out to be one, or two. */
export class ClaimsBackbone {
  private constructor(
    readonly directory: Awaited<ReturnType<typeof temporaryDirectory>>,
    private running: RunningBackbone & { readonly key: string },
  ) {}

  /** `chasedAfter`: see `claimJourney`. */
  static async start(chasedAfter?: string): Promise<ClaimsBackbone> {
    const directory = await temporaryDirectory();
    const running = await startBackbone(directory.path);
    await running.post('/v1/definitions', { text: claimJourney(chasedAfter), share: 100 });
    return new ClaimsBackbone(directory, running);
  }

  /** The one that runs by now. */
  get backbone(): RunningBackbone {
    return this.running;
  }

  /** Kills it and starts it again over the same data. */
  async restart(): Promise<void> {
    await this.running.process.kill();
    this.running = await startBackbone(this.directory.path, this.running.key);
  }

  async stop(): Promise<void> {
    await this.running.process.kill();
    await this.directory.remove();
  }

  /** Sends an event. Returns whose it is. */
  async send(
    id: string,
    type: string,
    identifiers: readonly Identifier[],
    more: object = {},
  ): Promise<string> {
    const source = '//claims.example/web';
    const event = { id, type, channel: 'web', source, identifiers, ...more };
    const receipt = (await this.running.post('/v1/interactions', [event])) as {
      readonly accepted: readonly { readonly subjectId: string }[];
    };
    return receipt.accepted[0]?.subjectId ?? '';
  }

  shown(journeyId: string): Promise<ClaimShown> {
    return this.running.get(`/v1/journeys/${journeyId}`) as Promise<ClaimShown>;
  }

  /** The claims that somebody may go on with on the phone. */
  async open({ scheme, value }: Identifier): Promise<readonly ClaimShown[]> {
    const query = `scheme=${scheme}&value=${value}&channel=phone`;
    const answer = await this.running.get(`/v1/continuations?${query}`);
    return (answer as { readonly continuations: readonly ClaimShown[] }).continuations;
  }

  /** Somebody's first claim; returns its journey. */
  async begin(id: string, who: Identifier): Promise<string> {
    await this.send(id, 'claim.begun', [who]);
    await eventually(`${id} is begun`, async () => (await this.open(who)).length === 1);
    return (await this.open(who))[0]?.journeyId ?? '';
  }
}
