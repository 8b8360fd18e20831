import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import Type from 'typebox';
import { type SubjectId } from '#contracts';
import { ReasonSchema } from '../commands/reason-schema.js';
import { bodyOf } from '../http/body.js';
import { ChannelKeyGuard } from '../http/channel-key.guard.js';
import { operatorOf } from '../http/operator.js';
import { ApiProblem } from '../http/problem-schema.js';
import { component } from '../http/schema-object.js';
import { MergeRequests } from './merge-requests.js';
import { SubjectIdSchema } from './subject-id.js';

/** That two who are kept apart are merged all the same. */
export const AllowTogetherSchema = Type.Optional(
  Type.Boolean({
    description:
      'Merge them even if they are kept apart; they are so no more, which the log keeps, too.',
  }),
);
const MergeSchema = Type.Object(
  {
    winner: SubjectIdSchema,
    loser: SubjectIdSchema,
    reason: ReasonSchema,
    preview: Type.Optional(
      Type.Boolean({ description: 'Only say what it would do now; nothing is changed.' }),
    ),
    allowTogether: AllowTogetherSchema,
  },
  { additionalProperties: false, description: 'Two customers are one.' },
);
export const MergedSchema = Type.Object({
  winner: SubjectIdSchema,
  loser: SubjectIdSchema,
  journeys: Type.Optional(
    Type.Array(
      Type.Object({
        journeyId: Type.String(),
        definition: Type.String(),
        status: Type.String(),
        outcome: Type.Union([Type.String(), Type.Null()]),
      }),
      { description: 'Of a preview: the journeys it would move or change, as they would be.' },
    ),
  ),
  details: Type.Optional(Type.Array(Type.String(), { description: 'Of a preview: in words.' })),
});
const readMerge = bodyOf(MergeSchema);

@ApiTags('subjects')
@ApiBearerAuth()
@Controller('/v1/subjects/merge')
@UseGuards(ChannelKeyGuard)
export class MergesController {
  constructor(private readonly merges: MergeRequests) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'An operator says that two customers are one.',
    description:
      'Running journeys of the loser go on with the winner, as their definitions’ `onMerge` says. The record in the log ' +
      'keeps who decided it and why.',
  })
  @ApiBody({ schema: component('Merge', MergeSchema) })
  @ApiResponse({
    status: 202,
    description: 'The log has acknowledged it; or, of a preview, what it would do.',
    schema: component('Merged', MergedSchema),
  })
  @ApiProblem(401, 'No channel key, or one that is not known.')
  @ApiProblem(404, 'There is no such customer.')
  @ApiProblem(409, 'They are one customer already, are kept apart, or one of them was erased.')
  @ApiProblem(422, 'The request is not valid.')
  async merge(@Req() request: FastifyRequest, @Body() body: unknown) {
    const operator = operatorOf(request).name;
    const { winner, loser, reason, preview = false, allowTogether = false } = readMerge(body);
    const order = {
      winner: winner as SubjectId,
      loser: loser as SubjectId,
      reason,
      operator,
      allowTogether,
    };
    return preview ? this.merges.preview(order) : this.merges.merge(order);
  }
}
