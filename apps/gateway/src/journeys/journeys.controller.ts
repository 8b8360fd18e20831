import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import Type from 'typebox';
import { HistorySchema, JourneySchema, PageSchema, journeyView, summaryView } from '#api';
import { journeyIdOf, searchJourneys, Subjects } from '#customers';
import { ChannelKeyGuard, ApiProblem, queryOf, component } from '#http';
import { CATALOGUE, CLOCK, Inject, JOURNEY_STORAGE } from '#nest';
import { type Clock, type DefinitionCatalogue, type JourneyStorage } from '#ports';
import { JourneyHistory } from '#history';

const exact = { additionalProperties: false } as const;
const searchQuery = queryOf(
  Type.Object(
    {
      definition: Type.Optional(Type.String()),
      state: Type.Optional(Type.String({ description: 'An active state.' })),
      status: Type.Optional(Type.Enum(['open', 'ended', 'paused', 'faulted'])),
      channel: Type.Optional(Type.String({ description: 'Where the customer was seen last.' })),
      stalledFor: Type.Optional(
        Type.String({ description: 'Not seen for this long: an ISO 8601 duration, e.g. PT2H.' }),
      ),
      q: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 300,
          description:
            'A journey’s id, or an identifier of the customer, e.g. email=ana@example.org.',
        }),
      ),
      cursor: Type.Optional(Type.String({ maxLength: 200 })),
      limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
    },
    exact,
  ),
);
const atQuery = queryOf(
  Type.Object({ seq: Type.Integer({ minimum: 1, description: 'A change, from 1.' }) }, exact),
);
const noQuery = queryOf(Type.Object({}, exact));

@ApiTags('journeys')
@ApiBearerAuth()
@Controller('/v1/journeys')
@UseGuards(ChannelKeyGuard)
export class JourneysController {
  constructor(
    private readonly subjects: Subjects,
    private readonly history: JourneyHistory,
    @Inject(JOURNEY_STORAGE) private readonly storage: JourneyStorage,
    @Inject(CATALOGUE) private readonly catalogue: DefinitionCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Finds journeys, those seen latest first.' })
  @searchQuery.describe()
  @ApiResponse({
    status: 200,
    description: 'A page.',
    schema: component('JourneyPage', PageSchema),
  })
  @ApiProblem(400, 'A parameter is not valid.')
  async search(@Query() given: unknown) {
    const search = searchQuery.read(given);
    const now = this.clock.now();
    const page = await searchJourneys(this.storage, this.subjects, search, now);
    return {
      journeys: page.journeys.map((row) => summaryView(this.catalogue.current(), row)),
      cursor: page.cursor ?? null,
    };
  }

  @Get('/:id')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({ summary: 'One journey, open or ended.' })
  @ApiResponse({
    status: 200,
    description: 'The journey.',
    schema: component('Journey', JourneySchema),
  })
  @ApiProblem(404, 'There is no such journey.')
  async one(@Param('id') id: string, @Query() given: unknown) {
    noQuery.read(given);
    return journeyView(this.catalogue.current(), await this.subjects.journey(journeyIdOf(id)));
  }

  @Get('/:id/history')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({ summary: 'Everything that happened to a journey, and what became of it.' })
  @ApiResponse({
    status: 200,
    description: 'The history.',
    schema: component('History', HistorySchema),
  })
  @ApiProblem(404, 'There is no such journey.')
  async past(@Param('id') id: string, @Query() given: unknown) {
    noQuery.read(given);
    return { entries: await this.history.entries(journeyIdOf(id)) };
  }

  @Get('/:id/at')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({ summary: 'The journey as one of its changes left it.' })
  @atQuery.describe()
  @ApiResponse({
    status: 200,
    description: 'The journey then.',
    schema: component('Journey', JourneySchema),
  })
  @ApiProblem(404, 'There is no such journey, or it has fewer changes.')
  @ApiProblem(410, 'Its customer was erased since.')
  async at(@Param('id') id: string, @Query() given: unknown) {
    const { seq } = atQuery.read(given);
    return journeyView(this.catalogue.current(), await this.history.at(journeyIdOf(id), seq));
  }
}
