import {
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
  BlockSchema,
  bodyOf,
  ConflictListQuery,
  ConflictPageSchema,
  type ConflictPageView,
  ConflictSchema,
  type ConflictView,
  DecidedSchema,
  type DecidedView,
  MergeConflictSchema,
  MergedSchema,
  type MergedView,
  ReasonedSchema,
} from '#api';
import { ConflictInbox, Rulings } from '#customers';
import { ChannelKeyGuard, operatorOf, ApiProblem, queryOf, component } from '#http';

const listQuery = queryOf(ConflictListQuery);
const readReasoned = bodyOf(ReasonedSchema);
const readMerge = bodyOf(MergeConflictSchema);
const readBlock = bodyOf(BlockSchema);

const CONFLICT_ID = ApiParam({ name: 'id', schema: { type: 'string' } });
const NO_KEY = ApiProblem(401, 'No channel key, or one that is not known.');
const MISSING = ApiProblem(404, 'There is no such conflict.');
const INVALID = ApiProblem(422, 'The body is not valid.');
const OVERTAKEN = ApiProblem(
  409,
  'It was decided already: the problem says by whom, what and why. Or it is not possible as things are.',
);
const DECIDED = ApiResponse({
  status: 202,
  description: 'It holds, and the log has acknowledged it.',
  schema: component('ConflictDecided', DecidedSchema),
});

@ApiTags('inboxes')
@ApiBearerAuth()
@Controller('/v1/conflicts')
@UseGuards(ChannelKeyGuard)
export class ConflictsController {
  constructor(
    private readonly inbox: ConflictInbox,
    private readonly rulings: Rulings,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Customers who share something, latest noticed first.' })
  @listQuery.describe()
  @ApiResponse({
    status: 200,
    description: 'A page.',
    schema: component('ConflictPage', ConflictPageSchema),
  })
  @ApiProblem(400, 'A parameter is not valid.')
  async list(@Query() given: unknown): Promise<ConflictPageView> {
    return this.inbox.list(listQuery.read(given));
  }

  @Get('/:id')
  @CONFLICT_ID
  @ApiOperation({ summary: 'One of them: the evidence on both sides. No personal values.' })
  @ApiResponse({
    status: 200,
    description: 'The conflict.',
    schema: component('Conflict', ConflictSchema),
  })
  @MISSING
  async show(@Param('id') id: string): Promise<ConflictView> {
    return this.inbox.show(id);
  }

  @Post('/:id/merge')
  @HttpCode(202)
  @CONFLICT_ID
  @ApiOperation({
    summary: 'They are one customer.',
    description:
      'Running journeys of the other one go on with the winner, as their definitions’ `onMerge` says. With `preview` it only ' +
      'tells (200) what it would do.',
  })
  @ApiBody({ schema: component('MergeConflict', MergeConflictSchema) })
  @DECIDED
  @ApiResponse({
    status: 200,
    description: 'Of a preview.',
    schema: component('Merged', MergedSchema),
  })
  @NO_KEY
  @MISSING
  @OVERTAKEN
  @INVALID
  async merge(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DecidedView | MergedView> {
    const operator = operatorOf(request).name;
    const { winner, reason, preview = false, allowTogether = false } = readMerge(body);
    const wish = { winner, reason, operator, allowTogether };
    if (!preview) return this.rulings.merge(id, wish);
    void reply.status(200);
    return this.rulings.previewMerge(id, wish);
  }

  @Post('/:id/keep-apart')
  @HttpCode(202)
  @CONFLICT_ID
  @ApiOperation({ summary: 'They are two people, whatever they share; remembered.' })
  @ApiBody({ schema: component('Reasoned', ReasonedSchema) })
  @DECIDED
  @NO_KEY
  @MISSING
  @OVERTAKEN
  @INVALID
  async keepApart(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
  ): Promise<DecidedView> {
    const operator = operatorOf(request).name;
    return this.rulings.keepApart(id, { operator, ...readReasoned(body) });
  }

  @Post('/:id/block')
  @HttpCode(202)
  @CONFLICT_ID
  @ApiOperation({
    summary:
      'What they share names nobody: it links nothing any more. What was linked by it stays.',
  })
  @ApiBody({ schema: component('BlockValues', BlockSchema) })
  @DECIDED
  @NO_KEY
  @MISSING
  @OVERTAKEN
  @INVALID
  async block(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
  ): Promise<DecidedView> {
    const operator = operatorOf(request).name;
    const { identifiers, reason } = readBlock(body);
    return this.rulings.block(id, identifiers, { operator, reason });
  }

  @Post('/:id/reopen')
  @HttpCode(202)
  @CONFLICT_ID
  @ApiOperation({
    summary: 'Takes back that they are kept apart, or what was blocked. A split undoes a merge.',
  })
  @ApiBody({ schema: component('Reasoned', ReasonedSchema) })
  @DECIDED
  @NO_KEY
  @MISSING
  @OVERTAKEN
  @INVALID
  async reopen(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
  ): Promise<DecidedView> {
    const operator = operatorOf(request).name;
    return this.rulings.reopen(id, { operator, ...readReasoned(body) });
  }
}
