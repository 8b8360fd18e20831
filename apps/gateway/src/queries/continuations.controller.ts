import { Controller, Get, Inject, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import Type from 'typebox';
import { LIVE_CLOCK } from '#contracts';
import { type Continuation, continuation } from '#journey';
import { CATALOGUE, CLOCK } from '#nest';
import { type Clock, type DefinitionCatalogue } from '#ports';
import { ChannelKeyGuard } from '../http/channel-key.guard.js';
import { ApiProblem } from '../http/problem-schema.js';
import { queryOf } from '../http/query.js';
import { component } from '../http/schema-object.js';
import { Leases } from '../leases/leases.js';
import { ContinuationSchema } from './journey-schemas.js';
import { Subjects } from './subjects.js';

const query = queryOf(
  Type.Object(
    {
      scheme: Type.String({ description: 'What `value` is: phone, email, customer, cookie …' }),
      value: Type.String({ minLength: 1, description: 'The identifier.' }),
      channel: Type.Optional(
        Type.String({ description: 'The channel that asks: how it does the next step.' }),
      ),
    },
    { additionalProperties: false },
  ),
);
const Answer = Type.Object({
  subjectId: Type.Union([Type.String(), Type.Null()], { description: 'Null: nobody known.' }),
  continuations: Type.Array(ContinuationSchema, {
    description: 'Latest seen first; those an operator paused are there, and say so.',
  }),
});

@ApiTags('continuations')
@ApiBearerAuth()
@Controller('/v1/continuations')
@UseGuards(ChannelKeyGuard)
export class ContinuationsController {
  constructor(
    private readonly subjects: Subjects,
    private readonly leases: Leases,
    @Inject(CATALOGUE) private readonly catalogue: DefinitionCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Where were we? The resume contract of every open journey of a customer.',
  })
  @query.describe()
  @ApiResponse({
    status: 200,
    description: 'Also when nothing is open.',
    schema: component('Continuations', Answer),
  })
  @ApiProblem(400, 'The identifier cannot be read.')
  async find(
    @Query() given: unknown,
  ): Promise<{ subjectId: string | null; continuations: readonly Continuation[] }> {
    const { scheme, value, channel } = query.read(given);
    const subjectId = await this.subjects.find(scheme, value, channel);
    if (subjectId === undefined) return { subjectId: null, continuations: [] };
    const journeys = await this.subjects.journeys(subjectId);
    const open = journeys
      .filter(({ status }) => status === 'open' || status === 'paused')
      .toSorted((a, b) => b.lastSeen - a.lastSeen || (a.journeyId < b.journeyId ? -1 : 1));
    const definitions = this.catalogue.current();
    const continuations = open.flatMap((journey) => {
      const definition = definitions.get(journey.definition, journey.definitionVersion);
      if (definition === undefined) return [];
      const now = journey.clock === LIVE_CLOCK ? this.clock.now() : journey.lastSeen;
      return [
        continuation(definition, journey, { now, ...(channel === undefined ? {} : { channel }) }),
      ];
    });
    const leases = await this.leases.shown(continuations.map(({ journeyId }) => journeyId));
    return {
      subjectId,
      continuations: continuations.map((one, i) => ({ ...one, lease: leases[i] ?? null })),
    };
  }
}
