import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { bodyOf, MergedSchema, type MergedView, MergeSchema } from '#api';
import { type SubjectId } from '#contracts';
import { MergeRequests } from '#customers';
import { ChannelKeyGuard, operatorOf, ApiProblem, component } from '#http';

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
  async merge(@Req() request: FastifyRequest, @Body() body: unknown): Promise<MergedView> {
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
