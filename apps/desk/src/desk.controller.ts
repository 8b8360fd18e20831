import { randomUUID } from 'node:crypto';
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import Type from 'typebox';
import { bodyOf } from '#api';
import { type JourneyId } from '#contracts';
import { ChannelKeyGuard, lastPosition, queryOf, ServerSentEvents } from '#http';
import { type Continuation } from '#journey';
import { CLOCK, Inject } from '#nest';
import { type Clock, refuse } from '#ports';
import { AgentStream } from './agent-stream.js';
import { type Claim, CLAIM_MS, CLAIMED, RELEASED } from './claim-book.js';
import { Claims, type ClaimView } from './claims.js';
import { GatewayClient } from './gateway-client.js';
import { JourneyCards, type OtherJourney, type QueueRow } from './journey-cards.js';
import { ScreenPops } from './screen-pops.js';

const AGENT = Type.String({ minLength: 1, maxLength: 128 });
const exact = { additionalProperties: false } as const;
const readClaiming = bodyOf(Type.Object({ agent: AGENT }, exact));
const readCapturing = bodyOf(
  Type.Object(
    {
      agent: AGENT,
      id: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
      type: Type.String({ minLength: 1, maxLength: 128 }),
      data: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    },
    exact,
  ),
);
const streamQuery = queryOf(Type.Object({ agent: AGENT }, exact));

/** What an agent does at the desk. */
@Controller('/v1/desk')
@UseGuards(ChannelKeyGuard)
export class DeskController {
  constructor(
    private readonly cards: JourneyCards,
    private readonly claims: Claims,
    private readonly pops: ScreenPops,
    private readonly gateway: GatewayClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('stream')
  async stream(
    @Query() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { agent } = streamQuery.read(given);
    const last = lastPosition(request);
    reply.hijack();
    await this.pops.open(new AgentStream(agent, new ServerSentEvents(reply.raw)), last);
  }

  @Get('queue')
  async queue(): Promise<{ journeys: (QueueRow & { claim: ClaimView | null })[] }> {
    const rows = await this.cards.queue();
    return { journeys: rows.map((row) => ({ ...row, claim: this.claims.view(row.journeyId) })) };
  }

  /** What an agent sees of one journey and its customer; no continuation: it has ended, or there is none. */
  @Get('journeys/:id')
  async card(@Param('id') id: JourneyId): Promise<{
    continuation: Continuation | null;
    others: readonly OtherJourney[];
    claim: ClaimView | null;
  }> {
    const card = await this.cards.card(id);
    return {
      continuation: card?.continuation ?? null,
      others: card?.others ?? [],
      claim: this.claims.view(id),
    };
  }

  @Post('journeys/:id/claim')
  @HttpCode(200)
  async claim(
    @Param('id') id: JourneyId,
    @Body() body: unknown,
    @Headers('authorization') key: string,
  ): Promise<{ journeyId: JourneyId; claim: ClaimView; continuation: Continuation }> {
    const { agent } = readClaiming(body);
    const card = await this.cards.card(id);
    if (card === undefined) refuse('not-found', `There is no open journey ${id}.`);
    const held = this.claims.holder(id);
    if (held !== undefined && held.agent !== agent) refuse('conflict', heldBy(held));
    await this.submit(id, agent, CLAIMED, key);
    const claim = this.claims.view(id);
    if (claim?.agent !== agent) refuse('conflict', heldBy(this.claims.holder(id)));
    await this.gateway.hold(id, agent, CLAIM_MS / 1_000, key);
    return { journeyId: id, claim, continuation: card.continuation };
  }

  @Post('journeys/:id/release')
  @HttpCode(200)
  async release(
    @Param('id') id: JourneyId,
    @Body() body: unknown,
    @Headers('authorization') key: string,
  ): Promise<{ claim: null }> {
    const { agent } = readClaiming(body);
    this.requireHeld(id, agent);
    await this.submit(id, agent, RELEASED, key);
    await this.gateway.letGo(id, agent, key);
    return { claim: null };
  }

  /** Captures a step: an interaction like any other. Whoever holds the journey may. */
  @Post('journeys/:id/steps')
  @HttpCode(202)
  async step(
    @Param('id') id: JourneyId,
    @Body() body: unknown,
    @Headers('authorization') key: string,
  ): Promise<{ id: string }> {
    const { agent, type, data = {}, id: stepId = randomUUID() } = readCapturing(body);
    this.requireHeld(id, agent);
    const time = new Date(this.clock.now()).toISOString();
    const actor = { kind: 'agent', id: agent } as const;
    await this.gateway.submit({ id: stepId, type, time, journey: { id }, actor, data }, key);
    return { id: stepId };
  }

  private requireHeld(id: JourneyId, agent: string): void {
    const claim = this.claims.holder(id);
    if (claim?.agent !== agent) refuse('conflict', heldBy(claim));
  }

  private async submit(
    journey: JourneyId,
    agent: string,
    type: string,
    key: string,
  ): Promise<void> {
    const id = randomUUID();
    const time = new Date(this.clock.now()).toISOString();
    const actor = { kind: 'agent', id: agent } as const;
    await this.claims.settle(id, () =>
      this.gateway.submit({ id, type, time, journey: { id: journey }, actor, data: {} }, key),
    );
  }
}

function heldBy(claim: Claim | undefined): string {
  if (claim === undefined) return 'Nobody holds this journey: claim it first.';
  return `${claim.agent} holds this journey until ${new Date(claim.until).toISOString()}.`;
}
