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
import { bodyOf, SplitSchema, type SplitView, SplitViewSchema } from '#api';
import { type SubjectId } from '#contracts';
import { type Leaving, SplitRequests, subjectIdOf } from '#customers';
import { ChannelKeyGuard, operatorOf, ApiProblem, component } from '#http';
import { refuse } from '#ports';

const readSplit = bodyOf(SplitSchema);

@ApiTags('subjects')
@ApiBearerAuth()
@Controller('/v1/subjects')
@UseGuards(ChannelKeyGuard)
export class SplitsController {
  constructor(private readonly splits: SplitRequests) {}

  @Post('/:id/split')
  @HttpCode(202)
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({
    summary: 'An operator says that one customer is two.',
    description:
      'Each identifier goes back to the customer it was linked to. Running journeys go by the interactions that built them; ' +
      'journeys that a merge made one are two again. The record in the log keeps who decided it and why.',
  })
  @ApiBody({ schema: component('Split', SplitSchema) })
  @ApiResponse({
    status: 202,
    description: 'The log has acknowledged it; or, of a preview, what it would do.',
    schema: component('SplitView', SplitViewSchema),
  })
  @ApiProblem(401, 'No channel key, or one that is not known.')
  @ApiProblem(404, 'There is no such customer.')
  @ApiProblem(409, 'They are not one customer.')
  @ApiProblem(422, 'The request is not valid.')
  @ApiProblem(503, 'The log has not taken in yet that they are one.')
  async split(
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<SplitView> {
    const operator = operatorOf(request).name;
    const { reason, journeys, keepApart = true, preview = false, ...rest } = readSplit(body);
    const order = {
      subject: subjectIdOf(id),
      leaving: leavingOf(rest),
      reason,
      operator,
      journeys,
      keepApart,
    };
    return preview ? this.splits.preview(order) : this.splits.split(order);
  }
}

function leavingOf({
  subject,
  identifiers,
}: {
  readonly subject?: string;
  readonly identifiers?: { scheme: string; value: string }[];
}): Leaving {
  if (subject !== undefined && identifiers === undefined) return { subject: subject as SubjectId };
  if (identifiers !== undefined && subject === undefined) return { identifiers };
  return refuse('invalid-request', 'It does not say whom to take out.', [
    { pointer: '', detail: 'give either `subject` or `identifiers`' },
  ]);
}
