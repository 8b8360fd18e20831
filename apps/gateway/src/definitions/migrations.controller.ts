import { Body, Controller, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import {
  bodyOf,
  faultView,
  iso,
  MigrationListSchema,
  type MigrationListView,
  MigrationRequestSchema,
  MigrationSchema,
  type MigrationView,
  refuseFaults,
} from '#api';
import { type Catalogue, migrationRecord, parseMigration } from '#definitions';
import { ChannelKeyGuard, operatorOf, ApiProblem, component } from '#http';
import { runMigration, type MigrationRunOptions } from '#intake';
import { compileMigration, type Migration, wayBack } from '#journey';
import { CATALOGUE, Inject } from '#nest';
import { refuse } from '#ports';
import { MIGRATION_RUN } from './tokens.js';

const readRequest = bodyOf(MigrationRequestSchema);
const LIMIT = 10_000;

@ApiTags('definitions')
@ApiBearerAuth()
@Controller('/v1/definitions')
@UseGuards(ChannelKeyGuard)
export class MigrationsController {
  constructor(
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
    @Inject(MIGRATION_RUN) private readonly run: MigrationRunOptions,
  ) {}

  @Get('/:name/migrations')
  @ApiParam({ name: 'name', schema: { type: 'string' } })
  @ApiOperation({ summary: 'Migrations that were carried out, latest first.' })
  @ApiResponse({
    status: 200,
    description:
      'The migrations; counts of a definition tell how many journeys are on which version.',
    schema: component('Migrations', MigrationListSchema),
  })
  @ApiProblem(404, 'There is no such definition.')
  list(@Param('name') name: string): MigrationListView {
    if (!this.catalogue.deployedVersions().has(name)) {
      refuse('not-found', `There is no definition ${name}.`);
    }
    const migrations = this.catalogue.entries().flatMap(({ deployment, record }) => {
      if (record?.kind !== 'migration' || record.name !== name) return [];
      const { version: to, share, text, operator, reason, time } = record;
      return [{ deployment, to, share, text, operator, reason, time: iso(time) }];
    });
    return { migrations: migrations.reverse() };
  }

  @Post('/:name/migrations')
  @HttpCode(200)
  @ApiParam({ name: 'name', schema: { type: 'string' } })
  @ApiOperation({
    summary: 'Rehearses a migration on the running journeys, or carries it out on a share of them.',
    description:
      'Without a share nothing changes. With one, each journey in it gets a command in the log; counts tell how far it ' +
      'has come. Any channel key may; roles are not there yet.',
  })
  @ApiBody({ schema: component('MigrationRequest', MigrationRequestSchema) })
  @ApiResponse({
    status: 200,
    description: 'How many move, how many cannot and why.',
    schema: component('Migration', MigrationSchema),
  })
  @ApiProblem(401, 'No channel key, or one that is not known.')
  @ApiProblem(404, 'There is no such definition.')
  @ApiProblem(422, 'The migration has errors; nothing was changed.')
  async migrate(
    @Req() request: FastifyRequest,
    @Param('name') name: string,
    @Body() body: unknown,
  ): Promise<MigrationView> {
    const operator = operatorOf(request).name;
    const { text, back = false, share = 0, limit = LIMIT, reason } = readRequest(body);
    await this.catalogue.refresh();
    if (!this.catalogue.deployedVersions().has(name)) {
      refuse('not-found', `There is no definition ${name}.`);
    }
    const { migration, faults } = this.read(name, text, back);
    const { rehearsal, moving, left } = await runMigration(this.run, migration, {
      share,
      limit,
      operator,
      reason,
    });
    if (moving > 0) await this.keep(migration, { share, operator, reason });
    const warnings = faults.map(faultView);
    return { rehearsal, share, moving, left, warnings };
  }

  private read(name: string, text: string, back: boolean) {
    const definitions = this.catalogue.current();
    const parsed = parseMigration(text, 'migration.yaml', definitions);
    const { migration } = parsed;
    if (migration === undefined) return refuseFaults(parsed.faults);
    if (migration.from.name !== name) {
      return refuse('invalid-request', 'The body has the faults listed.', [
        { pointer: '/text', detail: `it is a migration of ${migration.from.name}, not of ${name}` },
      ]);
    }
    if (!back) return { migration, faults: parsed.faults };
    const { from, to, source } = migration;
    const way = compileMigration(wayBack(source), to, from);
    if (way.migration !== undefined) return { migration: way.migration, faults: [] };
    const details = way.faults.map(({ message }) => ({ pointer: '/text', detail: message }));
    return refuse('invalid-request', 'There is no way back that the file would tell.', details);
  }

  private async keep(
    { source, from, to }: Migration,
    by: { readonly share: number; readonly operator: string; readonly reason: string },
  ): Promise<void> {
    const version = { name: from.name, version: to.version, text: JSON.stringify(source) };
    await this.catalogue.append(migrationRecord({ ...version, ...by }, this.run.clock));
  }
}
