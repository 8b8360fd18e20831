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
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import {
  bodyOf,
  CardSchema,
  type CardView,
  ClaimedSchema,
  type ClaimedView,
  ClaimingSchema,
  DeskEventSchema,
  DeskReadySchema,
  DeskStreamQuery,
  WaitSchema,
  QueueSchema,
  type QueueView,
  ReleasedSchema,
  type ReleasedView,
  StepSchema,
  StepTakenSchema,
  type StepTakenView,
} from '#api';
import { type JourneyId } from '#contracts';
import {
  ApiEvents,
  ApiProblem,
  ChannelKeyGuard,
  component,
  lastPosition,
  queryOf,
  ServerSentEvents,
} from '#http';
import { CLOCK, Inject } from '#nest';
import { type Clock, refuse } from '#ports';
import { AgentStream } from './agent-stream.js';
import { type Claim, CLAIM_MS, CLAIMED, RELEASED } from './claim-book.js';
import { Claims } from './claims.js';
import { GatewayClient } from './gateway-client.js';
import { JourneyCards } from './journey-cards.js';
import { ScreenPops } from './screen-pops.js';

const readClaiming = bodyOf(ClaimingSchema);
const readStep = bodyOf(StepSchema);
const streamQuery = queryOf(DeskStreamQuery);
const waiting = queryOf(WaitSchema);

const JOURNEY = ApiParam({ name: 'id', schema: { type: 'string' } });
const CLAIMING = ApiBody({ schema: component('DeskClaiming', ClaimingSchema) });
const HELD = ApiProblem(409, 'Somebody else holds the journey, or nobody does.');
const INVALID = ApiProblem(422, 'The body is not valid.');

/** What an agent does at the desk. */
@ApiTags('desk')
@ApiBearerAuth()
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
  @ApiOperation({
    summary: 'Who has just come to the phone, and what changes in the journeys the agent holds.',
  })
  @streamQuery.describe()
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Goes on behind this event.' })
  @ApiEvents('Does not end by itself.', {
    ready: component('DeskReady', DeskReadySchema),
    pop: component('DeskEvent', DeskEventSchema),
    update: component('DeskEvent', DeskEventSchema),
  })
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
  @ApiOperation({ summary: 'Running journeys last seen on the phone.' })
  @ApiResponse({
    status: 200,
    description: 'At most 100.',
    schema: component('DeskQueue', QueueSchema),
  })
  async queue(): Promise<QueueView> {
    const rows = await this.cards.queue();
    return { journeys: rows.map((row) => ({ ...row, claim: this.claims.view(row.journeyId) })) };
  }

  @Get('journeys/:id')
  @JOURNEY
  @ApiOperation({ summary: 'What an agent sees of one journey and its customer.' })
  @ApiResponse({
    status: 200,
    description: 'Also when there is no such journey, or it has ended.',
    schema: component('DeskCard', CardSchema),
  })
  async card(@Param('id') id: JourneyId): Promise<CardView> {
    const card = await this.cards.card(id);
    return {
      continuation: card?.continuation ?? null,
      others: card?.others ?? [],
      claim: this.claims.view(id),
    };
  }

  @Post('journeys/:id/claim')
  @HttpCode(200)
  @JOURNEY
  @ApiOperation({ summary: 'An agent takes a journey for half an hour; again, for another one.' })
  @CLAIMING
  @ApiResponse({
    status: 200,
    description: 'It is theirs.',
    schema: component('DeskClaimed', ClaimedSchema),
  })
  @ApiProblem(404, 'There is no such journey, or it has ended.')
  @ApiProblem(409, 'Somebody else holds the journey.')
  @INVALID
  async claim(
    @Param('id') id: JourneyId,
    @Body() body: unknown,
    @Headers('authorization') key: string,
  ): Promise<ClaimedView> {
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
  @JOURNEY
  @ApiOperation({ summary: 'An agent gives a journey back.' })
  @CLAIMING
  @ApiResponse({
    status: 200,
    description: 'Nobody holds it.',
    schema: component('DeskReleased', ReleasedSchema),
  })
  @HELD
  @INVALID
  async release(
    @Param('id') id: JourneyId,
    @Body() body: unknown,
    @Headers('authorization') key: string,
  ): Promise<ReleasedView> {
    const { agent } = readClaiming(body);
    this.requireHeld(id, agent);
    await this.submit(id, agent, RELEASED, key);
    await this.gateway.letGo(id, agent, key);
    return { claim: null };
  }

  @Post('journeys/:id/steps')
  @HttpCode(202)
  @JOURNEY
  @ApiOperation({
    summary: 'Captures a step: an interaction like any other. Whoever holds the journey may.',
  })
  @waiting.describe()
  @ApiBody({ schema: component('DeskStep', StepSchema) })
  @ApiResponse({
    status: 202,
    description: 'The log has acknowledged it.',
    schema: component('DeskStepTaken', StepTakenSchema),
  })
  @ApiProblem(403, 'The key does not allow the phone, or this type.')
  @HELD
  @INVALID
  async step(
    @Param('id') id: JourneyId,
    @Query() query: unknown,
    @Body() body: unknown,
    @Headers('authorization') key: string,
  ): Promise<StepTakenView> {
    const { wait } = waiting.read(query);
    const { agent, type, data = {}, id: stepId = randomUUID() } = readStep(body);
    this.requireHeld(id, agent);
    const time = new Date(this.clock.now()).toISOString();
    const actor = { kind: 'agent', id: agent } as const;
    const step = { id: stepId, type, time, journey: { id }, actor, data };
    const disposition = await this.gateway.submit(step, key, wait);
    return { id: stepId, ...(wait === undefined ? {} : { disposition: disposition ?? null }) };
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
    const step = { id, type, time, journey: { id: journey }, actor, data: {} };
    await this.claims.settle(id, async () => {
      await this.gateway.submit(step, key);
    });
  }
}

function heldBy(claim: Claim | undefined): string {
  if (claim === undefined) return 'Nobody holds this journey: claim it first.';
  return `${claim.agent} holds this journey until ${new Date(claim.until).toISOString()}.`;
}
