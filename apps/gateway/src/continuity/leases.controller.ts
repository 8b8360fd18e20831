import {
  Body,
  Controller,
  Delete,
  HttpCode,
  Param,
  Put,
  Query,
  Req,
  UseGuards,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { bodyOf, HeldSchema, type HeldView, HoldingSchema, LeaseGivingQuery } from '#api';
import { keyFor, Leases } from '#continuity';
import { journeyIdOf, Subjects } from '#customers';
import { callerOf, ChannelKeyGuard, ApiProblem, queryOf, component } from '#http';
import { refuse } from '#ports';

/** Seconds. */
const USUAL_TTL = 120;

const readHolding = bodyOf(HoldingSchema);
const givingQuery = queryOf(LeaseGivingQuery);

@ApiTags('leases')
@ApiBearerAuth()
@Controller('/v1/journeys')
@UseGuards(ChannelKeyGuard)
export class LeasesController {
  constructor(
    private readonly leases: Leases,
    private readonly subjects: Subjects,
  ) {}

  @Put('/:id/lease')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({
    summary: 'Says that somebody works on a journey; said again, that they still do.',
    description:
      'Others see it in continuations and streams. They can still read, and what they write is taken: which of two values of ' +
      'a field stays is its `prefer`, and the history keeps both.',
  })
  @ApiBody({ schema: component('LeaseHolding', HoldingSchema) })
  @ApiResponse({ status: 200, description: 'Held.', schema: component('LeaseHeld', HeldSchema) })
  @ApiProblem(403, 'The key does not allow this channel.')
  @ApiProblem(404, 'There is no such journey.')
  @ApiProblem(409, 'Somebody else works on it, or the journey has ended.')
  @ApiProblem(422, 'The body is not valid, or a take-over has no reason.')
  async hold(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
  ): Promise<HeldView> {
    const { holder, channel, ttl = USUAL_TTL, force = false, reason } = readHolding(body);
    if (force !== (reason !== undefined)) {
      const fault = { pointer: '/reason', detail: 'goes with force: say why it is taken over' };
      refuse('invalid-request', 'The body has the faults listed.', [fault]);
    }
    const key = keyFor(callerOf(request), channel);
    const { journeyId, status } = await this.subjects.journey(journeyIdOf(id));
    if (status === 'ended') refuse('conflict', 'The journey has ended.');
    const holding = { holder, channel, keyId: key.id, lifetime: ttl * 1_000, takeOver: reason };
    return { journeyId, lease: await this.leases.hold(journeyIdOf(journeyId), holding) };
  }

  @Delete('/:id/lease')
  @HttpCode(204)
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({ summary: 'Says that nobody works on the journey any more.' })
  @givingQuery.describe()
  @ApiResponse({ status: 204, description: 'Nobody holds it.' })
  @ApiProblem(409, 'Somebody else works on it.')
  async release(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Query() given: unknown,
  ): Promise<void> {
    const { holder, channel } = givingQuery.read(given);
    const key = callerOf(request);
    if (key === undefined) refuse('no-key', 'Send a channel key: Authorization: Bearer tl_…');
    const giving =
      holder === undefined
        ? { keyId: key.id }
        : { holder, ...(channel === undefined ? {} : { channel }) };
    await this.leases.release(journeyIdOf(id), giving);
  }
}
