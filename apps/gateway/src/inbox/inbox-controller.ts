import {
  applyDecorators,
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
  type Type,
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
import {
  DiscardAnswerSchema,
  DiscardSchema,
  type DiscardView,
  ExplanationSchema,
  type ExplanationView,
  InboxPageSchema,
  type InboxPageView,
  ReplayAnswerSchema,
  ReplaySchema,
  type ReplayView,
} from '#api';
import { problemOf, ChannelKeyGuard, operatorOf, ApiProblem, component } from '#http';
import { Inbox } from '#inbox';
import { Inject, type Token } from '#nest';
import { Refusal } from '#ports';
import {
  explainQuery,
  listQuery,
  readDiscard,
  readReplay,
  revealOf,
  scopeOf,
} from './inbox-requests.js';

/** Where an inbox is served, and what its description says of it. */
export interface ServedInbox {
  /** Of the class: the API's description names operations by it. */
  readonly name: string;
  readonly path: string;
  /** Of the `Inbox` to serve. */
  readonly token: Token<Inbox>;
  readonly words: {
    readonly list: string;
    readonly explain: string;
    readonly replay: string;
    readonly missing: string;
  };
}

const ENTRY_ID = ApiParam({ name: 'id', schema: { type: 'string' } });
const replayed = component('ReplayAnswer', ReplayAnswerSchema);
const DRY_RUN = ApiResponse({
  status: 200,
  description: 'Of a dry run: what it would come to.',
  schema: replayed,
});
const NO_KEY = ApiProblem(401, 'No channel key, or one that is not known.');

/** What the API's description says of the four calls, beside how they are reached. */
function describeInbox(words: ServedInbox['words']) {
  return {
    list: applyDecorators(
      ApiProblem(400, 'A parameter is not valid.'),
      ApiResponse({
        status: 200,
        description: 'A page.',
        schema: component('InboxPage', InboxPageSchema),
      }),
      listQuery.describe(),
      ApiOperation({ summary: words.list }),
    ),
    explain: applyDecorators(
      ApiProblem(404, words.missing),
      ApiProblem(401, 'Personal values are shown only to who says who asks.'),
      ApiResponse({
        status: 200,
        description: 'The explanation.',
        schema: component('InboxExplanation', ExplanationSchema),
      }),
      explainQuery.describe(),
      ApiOperation({ summary: words.explain }),
      ENTRY_ID,
    ),
    replay: applyDecorators(
      ApiProblem(422, 'What would be sent is not valid.'),
      ApiProblem(409, 'It was replayed or discarded already, or is being replayed.'),
      ApiProblem(404, words.missing),
      ApiProblem(403, 'The key does not allow this channel or type.'),
      NO_KEY,
      ApiResponse({ status: 202, description: 'The log has acknowledged it.', schema: replayed }),
      DRY_RUN,
      ApiBody({ schema: component('Replay', ReplaySchema) }),
      ApiOperation({
        summary: 'Sends it again, edited or as it was.',
        description: words.replay,
      }),
      ENTRY_ID,
    ),
    discard: applyDecorators(
      ApiProblem(422, 'The body is not valid.'),
      ApiProblem(409, 'It was replayed or discarded already.'),
      ApiProblem(404, words.missing),
      NO_KEY,
      ApiResponse({
        status: 202,
        description: 'The log has acknowledged it.',
        schema: component('DiscardAnswer', DiscardAnswerSchema),
      }),
      ApiBody({ schema: component('Discard', DiscardSchema) }),
      ApiOperation({
        summary: 'Takes it out of the inbox; the log keeps it, and who discarded it and why.',
      }),
      ENTRY_ID,
    ),
  };
}

/** A controller that lists, explains, replays and discards the entries of one inbox. */
export function inboxController({ name, path, token, words }: ServedInbox): Type {
  const described = describeInbox(words);

  @ApiTags('inboxes')
  @ApiBearerAuth()
  @Controller(path)
  @UseGuards(ChannelKeyGuard)
  class InboxController {
    constructor(@Inject(token) private readonly inbox: Inbox) {}

    @Get()
    @described.list
    async list(@Query() given: unknown): Promise<InboxPageView> {
      return this.inbox.list(listQuery.read(given));
    }

    @Get('/:id')
    @described.explain
    async explain(
      @Param('id') id: string,
      @Req() request: FastifyRequest,
      @Query() given: unknown,
    ): Promise<ExplanationView> {
      const { reveal } = explainQuery.read(given);
      const told = await this.inbox.explain(id, scopeOf(request), revealOf(request, reveal));
      return { ...told, now: told.now instanceof Refusal ? problemOf(told.now) : told.now };
    }

    @Post('/:id/replay')
    @HttpCode(202)
    @described.replay
    async replay(
      @Param('id') id: string,
      @Req() request: FastifyRequest,
      @Body() body: unknown,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<ReplayView> {
      const operator = operatorOf(request);
      const answer = await this.inbox.replay(id, readReplay(body), operator);
      if (answer.dryRun) void reply.status(200);
      return answer;
    }

    @Post('/:id/discard')
    @HttpCode(202)
    @described.discard
    async discard(
      @Param('id') id: string,
      @Req() request: FastifyRequest,
      @Body() body: unknown,
    ): Promise<DiscardView> {
      const operator = operatorOf(request);
      return this.inbox.discard(id, readDiscard(body).reason, operator);
    }
  }
  Object.defineProperty(InboxController, 'name', { value: name });
  return InboxController;
}
