import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
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
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { ChannelKeyGuard } from '../http/channel-key.guard.js';
import { operatorOf } from '../http/operator.js';
import { ApiProblem } from '../http/problem-schema.js';
import { component } from '../http/schema-object.js';
import { Inbox } from './inbox.js';
import {
  explainQuery,
  listQuery,
  readDiscard,
  readReplay,
  revealOf,
  scopeOf,
} from './inbox-requests.js';
import {
  DiscardAnswerSchema,
  DiscardSchema,
  ExplanationSchema,
  InboxPageSchema,
  ReplayAnswerSchema,
  ReplaySchema,
} from './inbox-schemas.js';
import { DEAD_LETTERS } from './tokens.js';

@ApiTags('inboxes')
@ApiBearerAuth()
@Controller('/v1/dead-letters')
@UseGuards(ChannelKeyGuard)
export class DeadLettersController {
  constructor(@Inject(DEAD_LETTERS) private readonly inbox: Inbox) {}

  @Get()
  @ApiOperation({
    summary: 'Records that nobody could handle, latest first, with counts by reason.',
  })
  @listQuery.describe()
  @ApiResponse({
    status: 200,
    description: 'A page.',
    schema: component('InboxPage', InboxPageSchema),
  })
  @ApiProblem(400, 'A parameter is not valid.')
  async list(@Query() given: unknown) {
    return this.inbox.list(listQuery.read(given));
  }

  @Get('/:id')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({
    summary: 'One of them: its bytes, why it was given up, and what would happen to it now.',
  })
  @explainQuery.describe()
  @ApiResponse({
    status: 200,
    description: 'The explanation.',
    schema: component('InboxExplanation', ExplanationSchema),
  })
  @ApiProblem(401, 'Personal values are shown only to who says who asks.')
  @ApiProblem(404, 'There is no such dead letter.')
  async explain(@Param('id') id: string, @Req() request: FastifyRequest, @Query() given: unknown) {
    const { reveal } = explainQuery.read(given);
    return this.inbox.explain(id, scopeOf(request), revealOf(request, reveal));
  }

  @Post('/:id/replay')
  @HttpCode(202)
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({
    summary: 'Sends it again, edited or as it was.',
    description:
      'An interaction is sent anew with the id `re-<entry>`, checked as `POST /v1/interactions` checks; what cannot be read needs an edit. Any other record is appended as it was: consumers that handled it know its id and leave it. With `dryRun` it is only told (200) what it would come to.',
  })
  @ApiBody({ schema: component('Replay', ReplaySchema) })
  @ApiResponse({
    status: 202,
    description: 'The log has acknowledged it.',
    schema: component('ReplayAnswer', ReplayAnswerSchema),
  })
  @ApiProblem(401, 'No channel key, or one that is not known.')
  @ApiProblem(403, 'The key does not allow this channel or type.')
  @ApiProblem(404, 'There is no such dead letter.')
  @ApiProblem(409, 'It was replayed or discarded already, or is being replayed.')
  @ApiProblem(422, 'What would be sent is not valid.')
  async replay(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const operator = operatorOf(request);
    const answer = await this.inbox.replay(id, readReplay(body), operator);
    if (answer.dryRun) void reply.status(200);
    return answer;
  }

  @Post('/:id/discard')
  @HttpCode(202)
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({
    summary: 'Takes it out of the inbox; the log keeps it, and who discarded it and why.',
  })
  @ApiBody({ schema: component('Discard', DiscardSchema) })
  @ApiResponse({
    status: 202,
    description: 'The log has acknowledged it.',
    schema: component('DiscardAnswer', DiscardAnswerSchema),
  })
  @ApiProblem(401, 'No channel key, or one that is not known.')
  @ApiProblem(404, 'There is no such dead letter.')
  @ApiProblem(409, 'It was replayed or discarded already.')
  @ApiProblem(422, 'The body is not valid.')
  async discard(@Param('id') id: string, @Req() request: FastifyRequest, @Body() body: unknown) {
    const operator = operatorOf(request);
    return this.inbox.discard(id, readDiscard(body).reason, operator);
  }
}
