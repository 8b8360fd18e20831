import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ContinuationsQuery, ContinuationsSchema, type ContinuationsView } from '#api';
import { ShownContinuations } from '#continuity';
import { asMeantInQuery, Subjects } from '#customers';
import { ChannelKeyGuard, ApiProblem, queryOf, component } from '#http';
import { isRunning } from '#journey';

const query = queryOf(ContinuationsQuery);

@ApiTags('continuations')
@ApiBearerAuth()
@Controller('/v1/continuations')
@UseGuards(ChannelKeyGuard)
export class ContinuationsController {
  constructor(
    private readonly subjects: Subjects,
    private readonly shown: ShownContinuations,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Where were we? The resume contract of every open journey of a customer.',
  })
  @query.describe()
  @ApiResponse({
    status: 200,
    description: 'Also when nothing is open.',
    schema: component('Continuations', ContinuationsSchema),
  })
  @ApiProblem(400, 'The identifier cannot be read.')
  async find(@Query() given: unknown): Promise<ContinuationsView> {
    const { scheme, value: written, channel } = query.read(given);
    const value = asMeantInQuery(scheme, written);
    const { subject, standing, assurance } = await this.subjects.meant(scheme, value, channel);
    if (subject === undefined) {
      return { subjectId: null, standing: standing ?? null, assurance: null, continuations: [] };
    }
    const journeys = await this.subjects.journeys(subject);
    const open = journeys.filter(isRunning);
    const continuations = await this.shown.inOrder(open, channel, assurance);
    return { subjectId: subject, standing: null, assurance, continuations };
  }
}
