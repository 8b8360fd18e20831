import { Controller, Get, Inject, Param, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import Type from 'typebox';
import { type Definition, type Definitions } from '#journey';
import { DEFINITIONS, JOURNEY_STORAGE } from '#nest';
import { type JourneyStorage, type StateCount } from '#ports';
import { ChannelKeyGuard } from '../http/channel-key.guard.js';
import { refuse } from '../http/problem.js';
import { ApiProblem } from '../http/problem-schema.js';
import { component } from '../http/schema-object.js';

const CountSchema = Type.Object({
  version: Type.Integer(),
  status: Type.String(),
  state: Type.String({ description: 'Active states, joined by a comma.' }),
  count: Type.Integer(),
});
const DefinitionSchema = Type.Object({
  name: Type.String(),
  version: Type.Integer(),
  title: Type.String(),
  versions: Type.Array(Type.Integer(), { description: 'All, rising.' }),
  startsOn: Type.Array(Type.String()),
  states: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      backstage: Type.Boolean(),
      outcome: Type.Union([Type.String(), Type.Null()]),
      needs: Type.Array(Type.String()),
      channels: Type.Record(Type.String(), Type.String()),
    }),
  ),
});
const ListSchema = Type.Object({
  definitions: Type.Array(
    Type.Object({ ...DefinitionSchema.properties, counts: Type.Array(CountSchema) }),
  ),
});
const CountsSchema = Type.Object({ counts: Type.Array(CountSchema) });
const VersionSchema = Type.Object({
  ...DefinitionSchema.properties,
  source: Type.Record(Type.String(), Type.Unknown(), { description: 'As the file says.' }),
});

@ApiTags('definitions')
@ApiBearerAuth()
@Controller('/v1/definitions')
@UseGuards(ChannelKeyGuard)
export class DefinitionsController {
  constructor(
    @Inject(DEFINITIONS) private readonly definitions: Definitions,
    @Inject(JOURNEY_STORAGE) private readonly storage: JourneyStorage,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The latest version of each journey definition, with how many are where.',
  })
  @ApiResponse({
    status: 200,
    description: 'By name.',
    schema: component('Definitions', ListSchema),
  })
  async list() {
    const counts = await this.storage.counts();
    const names = [...new Set(this.definitions.all().map(({ name }) => name))];
    const latest = names.map((name) => this.latest(name));
    return {
      definitions: latest.map((one) => ({ ...this.view(one), counts: countsOf(counts, one.name) })),
    };
  }

  @Get('/:name/counts')
  @ApiParam({ name: 'name', schema: { type: 'string' } })
  @ApiOperation({ summary: 'How many journeys of each version are in each state now.' })
  @ApiResponse({ status: 200, description: 'Counts.', schema: component('Counts', CountsSchema) })
  @ApiProblem(404, 'There is no such definition.')
  async counts(@Param('name') name: string) {
    return { counts: countsOf(await this.storage.counts(), this.latest(name).name) };
  }

  @Get('/:name/versions/:version')
  @ApiParam({ name: 'name', schema: { type: 'string' } })
  @ApiParam({ name: 'version', schema: { type: 'integer' } })
  @ApiOperation({ summary: 'One version of a definition.' })
  @ApiResponse({
    status: 200,
    description: 'The version.',
    schema: component('DefinitionVersion', VersionSchema),
  })
  @ApiProblem(404, 'There is no such version.')
  version(@Param('name') name: string, @Param('version') version: string) {
    const definition = this.definitions.get(name, Number(version));
    if (definition === undefined) return refuse('not-found', `There is no ${name}@${version}.`);
    return { ...this.view(definition), source: definition.source };
  }

  private latest(name: string): Definition {
    return this.definitions.latest(name) ?? refuse('not-found', `There is no definition ${name}.`);
  }

  private view({ name, version, title, startsOn, states }: Definition) {
    const versions = this.definitions.all().filter((one) => one.name === name);
    return {
      name,
      version,
      title,
      versions: versions.map((one) => one.version),
      startsOn: [...startsOn],
      states: [...states.values()].map((state) => ({
        name: state.name,
        title: state.title,
        backstage: state.backstage,
        outcome: state.outcome ?? null,
        needs: state.needs,
        channels: state.channels,
      })),
    };
  }
}

function countsOf(counts: readonly StateCount[], name: string) {
  return counts
    .filter((one) => one.definition === name)
    .map(({ definitionVersion, status, state, count }) => ({
      version: definitionVersion,
      status,
      state,
      count,
    }));
}
