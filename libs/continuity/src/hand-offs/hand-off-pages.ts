import { randomUUID } from 'node:crypto';
import { type TraceHeaders } from '#customers';
import { type Ingest } from '#intake';
import { type Clock, type DefinitionCatalogue } from '#ports';
import { type Markup } from '#security';
import { leadingPage, wentOnPage } from './hand-off-page.js';
import { redeemedRecord } from './hand-off-records.js';
import { type HandOffs } from './hand-offs.js';
import { type ShownContinuations } from '../continuations/shown-continuation.js';

export interface HandOffPagesOptions {
  readonly handOffs: HandOffs;
  readonly continuations: ShownContinuations;
  readonly catalogue: DefinitionCatalogue;
  readonly ingest: Ingest;
  readonly clock: Clock;
}

/** Whoever opened a link in a browser: the signed token is all they come with. */
export interface Visitor {
  readonly ip: string;
  readonly trace: TraceHeaders;
}

/** What links lead to where no page of the company's own was configured. */
export class HandOffPages {
  constructor(private readonly options: HandOffPagesOptions) {}

  /** Where a link leads; uses nothing up. Throws as `HandOffs.look` does. */
  async lead(token: string): Promise<Markup> {
    const { handOffs, catalogue, clock } = this.options;
    const { handOff, journey } = await handOffs.look(token);
    const { definition: name, definitionVersion } = journey;
    const title = catalogue.current().get(name, definitionVersion)?.title ?? name;
    return leadingPage({ token, id: randomUUID(), handOff, title, now: clock.now() });
  }

  /**
   * Uses a link, on the channel it leads to, and says where the customer is. Binds no identifier: a browser tells none. `id`
   * names this redeeming: sent again it is answered again. Throws as `HandOffs.redeem` does.
   */
  async goOn(token: string, id: string, { ip, trace }: Visitor): Promise<Markup> {
    const { handOffs, catalogue, ingest, continuations } = this.options;
    const { handOff: leading } = await handOffs.look(token, byPage(id));
    const redeemed = await handOffs.redeem({
      secret: { token },
      channel: leading.to,
      caller: { keyId: PAGE, ip, identifiers: [] },
      by: byPage(id),
    });
    const { journey, at } = redeemed;
    const actor = { kind: 'customer', id: null };
    await ingest.record([redeemedRecord(redeemed, [], { time: at, actor })], trace);
    // The page shows no value at any assurance: who holds a link is not who it was made for.
    const shown = await continuations.of(journey, leading.to, 'anonymous');
    const definition = catalogue.current().get(journey.definition, journey.definitionVersion);
    return wentOnPage(definition, shown);
  }
}

const PAGE = 'hand-off page';

function byPage(id: string): string {
  return `${PAGE}\n${id}`;
}
