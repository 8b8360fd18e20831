import { randomUUIDv7 } from 'node:crypto';
import { Body, Controller, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import {
  bodyOf,
  iso,
  MadeSchema,
  type MadeView,
  MakingSchema,
  RedeemedSchema,
  type RedeemedView,
  RedeemingSchema,
} from '#api';
import {
  countedBy,
  handOffLink,
  qrCode,
  madeRecord,
  redeemedRecord,
  actorOf,
  identifiersOf,
  keyFor,
  lifetimeOf,
  HandOffs,
  ShownContinuations,
} from '#continuity';
import { Identifiers, journeyIdOf, showCode } from '#customers';
import { callerOf, ChannelKeyGuard, ApiProblem, component } from '#http';
import { Ingest, traceOf } from '#intake';
import { refuse } from '#ports';
import { Inject } from '#nest';
import { HAND_OFF_PAGE } from './tokens.js';

const readMaking = bodyOf(MakingSchema);
const readRedeeming = bodyOf(RedeemingSchema);

@ApiTags('hand-offs')
@ApiBearerAuth()
@Controller('/v1')
@UseGuards(ChannelKeyGuard)
export class HandOffsController {
  constructor(
    private readonly handOffs: HandOffs,
    private readonly continuations: ShownContinuations,
    private readonly ingest: Ingest,
    private readonly identifiers: Identifiers,
    @Inject(HAND_OFF_PAGE) private readonly page: () => string,
  ) {}

  @Post('/journeys/:id/handoffs')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({
    summary:
      'Leave to go on with a journey on another channel: a code to speak or key, a link, a QR code.',
    description: 'It works once, on the channel it leads to, until it expires.',
  })
  @ApiBody({ schema: component('HandOffMaking', MakingSchema) })
  @ApiResponse({
    status: 201,
    description: 'Shown once: of the code only a keyed hash is kept.',
    schema: component('HandOff', MadeSchema),
  })
  @ApiProblem(403, 'The key does not allow the channel it is made on.')
  @ApiProblem(404, 'There is no such journey.')
  @ApiProblem(409, 'The journey has ended, or is paused.')
  @ApiProblem(422, 'The body is not valid.')
  @ApiProblem(429, 'Many hand-offs were made of this journey.')
  async make(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
  ): Promise<MadeView> {
    const { to, assurance = 'known', channel, expiresIn, link, actor } = readMaking(body);
    const journeyId = journeyIdOf(id);
    const from = channel ?? (await this.handOffs.channelOf(journeyId));
    keyFor(callerOf(request), from);
    const lifetime = lifetimeOf(expiresIn);
    const linkTo = handOffLink(link ?? this.page());
    const made = await this.handOffs.make({ journeyId, from, to, assurance, lifetime });
    const { handOff, code, token } = made;
    const told = madeRecord(handOff, { time: handOff.madeAt, actor: actorOf(actor) });
    await this.ingest.record([told], traceOf(request.headers.traceparent));
    const url = linkTo(token);
    return {
      id: handOff.id,
      journeyId,
      to,
      assurance,
      code: showCode(code),
      url,
      qr: qrCode(url),
      expiresAt: iso(handOff.expiresAt),
    };
  }

  @Post('/handoffs/redeem')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Goes on with a journey: uses a code or a link’s token, and says where the customer was.',
    description: 'A GET never redeems: what previews a link must not use it up.',
  })
  @ApiBody({ schema: component('HandOffRedeeming', RedeemingSchema) })
  @ApiResponse({
    status: 200,
    description: 'The log has acknowledged it. The continuation shows what the assurance allows.',
    schema: component('HandOffRedeemed', RedeemedSchema),
  })
  @ApiProblem(403, 'The key does not allow this channel.')
  @ApiProblem(404, 'No such hand-off leads to this channel, or its link was not signed here.')
  @ApiProblem(409, 'It was used already; or its journey has ended, or is paused.')
  @ApiProblem(410, 'It has expired.')
  @ApiProblem(422, 'The body is not valid, or the code was mistyped.')
  @ApiProblem(429, 'Too many wrong codes were tried; the link still works.')
  async redeem(@Req() request: FastifyRequest, @Body() body: unknown): Promise<RedeemedView> {
    const asked = readRedeeming(body);
    const { code, token, channel, id = randomUUIDv7() } = asked;
    if ((code === undefined) === (token === undefined)) {
      const fault = { pointer: '', detail: 'give either a code or a token' };
      refuse('invalid-request', 'The body has the faults listed.', [fault]);
    }
    const key = keyFor(callerOf(request), channel);
    const identifiers = identifiersOf(asked.identifiers ?? [], this.identifiers, channel);
    const counted = countedBy(this.identifiers, identifiers);
    const redeemed = await this.handOffs.redeem({
      secret: code === undefined ? { token: token ?? '' } : { code },
      channel,
      caller: { keyId: key.id, ip: request.ip, identifiers: counted },
      by: `${key.id}\n${id}`,
    });
    const { handOff, journey, at } = redeemed;
    const told = redeemedRecord(redeemed, identifiers, { time: at, actor: actorOf(asked.actor) });
    await this.ingest.record([told], traceOf(request.headers.traceparent));
    const { assurance } = handOff;
    const continuation = await this.continuations.of(journey, channel, assurance);
    return { id: handOff.id, journeyId: journey.journeyId, assurance, continuation };
  }
}
