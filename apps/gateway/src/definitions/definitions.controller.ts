import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  countsOf,
  CountsSchema,
  type CountsView,
  type DefinitionsView,
  deployedView,
  descriptionView,
  faultView,
  ListSchema,
  offerView,
  VersionSchema,
  type VersionView,
} from '#api';
import { type Catalogue } from '#definitions';
import { ChannelKeyGuard, ApiProblem, component } from '#http';
import { CATALOGUE, Inject, JOURNEY_STORAGE } from '#nest';
import { refuse, type JourneyStorage } from '#ports';

@ApiTags('definitions')
@ApiBearerAuth()
@Controller('/v1/definitions')
@UseGuards(ChannelKeyGuard)
export class DefinitionsController {
  constructor(
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
    @Inject(JOURNEY_STORAGE) private readonly storage: JourneyStorage,
  ) {}

  @Get()
  @ApiOperation({
    summary:
      'Each journey definition: which versions new journeys start on, and how many are where.',
  })
  @ApiResponse({
    status: 200,
    description: 'By name; described as its stable version, or its highest where none is stable.',
    schema: component('Definitions', ListSchema),
  })
  async list(): Promise<DefinitionsView> {
    const counts = await this.storage.counts();
    const definitions = this.catalogue.current();
    return {
      definitions: this.names().map((name) => {
        const versions = this.versions(name);
        const offer = offerView(definitions, name);
        const version = offer.stable ?? versions.at(-1) ?? 0;
        return {
          ...descriptionView({ name, version }, versions, definitions.get(name, version)),
          ...offer,
          counts: countsOf(counts, name),
        };
      }),
    };
  }

  @Get('/:name/counts')
  @ApiParam({ name: 'name', schema: { type: 'string' } })
  @ApiOperation({ summary: 'How many journeys of each version are in each state now.' })
  @ApiResponse({ status: 200, description: 'Counts.', schema: component('Counts', CountsSchema) })
  @ApiProblem(404, 'There is no such definition.')
  async counts(@Param('name') name: string): Promise<CountsView> {
    if (this.versions(name).length === 0) refuse('not-found', `There is no definition ${name}.`);
    return { counts: countsOf(await this.storage.counts(), name) };
  }

  @Get('/:name/versions/:version')
  @ApiParam({ name: 'name', schema: { type: 'string' } })
  @ApiParam({ name: 'version', schema: { type: 'integer' } })
  @ApiOperation({ summary: 'One version of a definition, with its text and who deployed it.' })
  @ApiResponse({
    status: 200,
    description: 'The version.',
    schema: component('DefinitionVersion', VersionSchema),
  })
  @ApiProblem(404, 'There is no such version.')
  version(@Param('name') name: string, @Param('version') given: string): VersionView {
    const version = Number(given);
    const entry = this.catalogue.versionEntry(name, version);
    if (entry === undefined) return refuse('not-found', `There is no ${name}@${given}.`);
    const definition = this.catalogue.current().get(name, version);
    return {
      ...descriptionView({ name, version }, this.versions(name), definition),
      available: definition !== undefined,
      source: { ...definition?.source },
      text: entry.record?.text ?? '',
      hash: entry.record?.hash ?? '',
      deployed: deployedView(entry),
      faults: entry.faults.map(faultView),
    };
  }

  private names(): readonly string[] {
    return [...this.catalogue.deployedVersions().keys()].sort();
  }

  private versions(name: string): readonly number[] {
    return this.catalogue.deployedVersions().get(name) ?? [];
  }
}
