import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  HistorySchema,
  type HistoryView,
  JourneyAtQuery,
  JourneySchema,
  JourneySearchQuery,
  type JourneyView,
  journeyView,
  PageSchema,
  type PageView,
  summaryView,
} from '#api';
import { journeyIdOf, searchJourneys, Subjects } from '#customers';
import { ChannelKeyGuard, ApiProblem, noQuery, queryOf, component } from '#http';
import { CATALOGUE, CLOCK, Inject, JOURNEY_STORAGE } from '#nest';
import { type Clock, type DefinitionCatalogue, type JourneyStorage } from '#ports';
import { JourneyHistory } from '#history';

const searchQuery = queryOf(JourneySearchQuery);
const atQuery = queryOf(JourneyAtQuery);

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
  async search(@Query() given: unknown): Promise<PageView> {
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
  @noQuery.describe()
  async one(@Param('id') id: string, @Query() given: unknown): Promise<JourneyView> {
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
  @noQuery.describe()
  async past(@Param('id') id: string, @Query() given: unknown): Promise<HistoryView> {
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
  async at(@Param('id') id: string, @Query() given: unknown): Promise<JourneyView> {
    const { seq } = atQuery.read(given);
    return journeyView(this.catalogue.current(), await this.history.at(journeyIdOf(id), seq));
  }
}
