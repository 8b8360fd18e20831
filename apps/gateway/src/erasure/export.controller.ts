import { Controller, Get, Header, Param, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { ExportSchema, type PersonExportView } from '#api';
import { subjectIdOf, MOST_RECORDS, PersonExports } from '#customers';
import { ChannelKeyGuard, operatorOf, ApiProblem, noQuery, component } from '#http';
import { Inject, LOGGER } from '#nest';
import { type Logger } from '#observability';

@ApiTags('subjects')
@ApiBearerAuth()
@Controller('/v1/subjects')
@UseGuards(ChannelKeyGuard)
export class ExportController {
  constructor(
    private readonly exports: PersonExports,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get('/:id/export')
  @Header('cache-control', 'no-store')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({
    summary: 'Everything that is kept of a person, in one document.',
    description:
      'Values of identifiers are as the interactions tell them, since only hashes are stored. What is another person’s is ' +
      `left out. At most ${MOST_RECORDS} records of the log; who asked is logged.`,
  })
  @ApiResponse({
    status: 200,
    description: 'The person’s data.',
    schema: component('PersonExport', ExportSchema),
  })
  @ApiProblem(401, 'No channel key, or one that is not known.')
  @ApiProblem(404, 'There is no such customer.')
  @ApiProblem(410, 'The customer was erased.')
  @ApiProblem(413, 'The log has more of the customer than one answer takes.')
  @noQuery.describe()
  async give(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Query() given: unknown,
  ): Promise<PersonExportView> {
    const { name: operator } = operatorOf(request);
    noQuery.read(given);
    const subject = subjectIdOf(id);
    const data = await this.exports.of(subject);
    this.logger.info({ subject, operator }, 'all data of a customer was given out');
    return data;
  }
}
