import { Body, Controller, Delete, Param, Query, Req, Res, UseGuards } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { bodyOf, ErasingSchema, ErasureReceiptSchema, type ErasureReceiptView, iso } from '#api';
import { subjectIdOf, Erasures, type Receipt } from '#customers';
import { ApiProblem, ChannelKeyGuard, component, operatorOf, queryOf } from '#http';
import { refuse } from '#ports';

const readErasing = bodyOf(ErasingSchema);
const erasingQuery = queryOf(ErasingSchema);
const receipt = component('ErasureReceipt', ErasureReceiptSchema);

@ApiTags('subjects')
@ApiBearerAuth()
@Controller('/v1/subjects')
@UseGuards(ChannelKeyGuard)
export class ErasureController {
  constructor(private readonly erasures: Erasures) {}

  @Delete('/:id')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ApiOperation({
    summary: 'Forgets a person, everywhere, with a receipt.',
    description:
      'Links, hand-offs, leases and inbox entries go; running journeys end or go on without personal values, as their ' +
      'definitions’ `onErase` says. The receipt says what stays readable, and why. Said again, it completes what was not ' +
      'done and tells of the first time. It cannot be undone. The reason is kept with your name; give it as a query parameter ' +
      'or a header, since many clients and proxies drop the body of a DELETE. Without one it is done all the same.',
  })
  @erasingQuery.describe()
  @ApiHeader({ name: 'X-Reason', required: false, description: 'The reason, in another place.' })
  @ApiBody({ schema: component('Erasing', ErasingSchema), required: false })
  @ApiResponse({ status: 200, description: 'It is done.', schema: receipt })
  @ApiResponse({
    status: 202,
    description: 'The log has it, and journeys are not emptied yet: `complete` is false.',
    schema: receipt,
  })
  @ApiProblem(401, 'No channel key, or one that is not known.')
  @ApiProblem(404, 'There is no such customer.')
  @ApiProblem(422, 'The request is not valid.')
  async erase(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Query() query: unknown,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ErasureReceiptView> {
    const operator = operatorOf(request).name;
    const reason = oneReason(
      erasingQuery.read(query).reason,
      headerReason(request),
      body === undefined || body === null ? undefined : readErasing(body).reason,
    );
    const done = await this.erasures.erase(subjectIdOf(id), { operator, reason });
    void reply.code(done.complete ? 200 : 202);
    return receiptView(done);
  }
}

function receiptView({ subject, at, ...receipt }: Receipt) {
  return { ...receipt, subjectId: subject, erasedAt: iso(at) };
}

/** Header fields come as Latin-1 (RFC 9110, section 5.5); what was written as UTF-8 is read so. */
function headerReason({ headers }: FastifyRequest): string | undefined {
  const given = headers['x-reason'];
  if (given === undefined) return undefined;
  return erasingQuery.read({ reason: Buffer.from(String(given), 'latin1').toString('utf8') })
    .reason;
}

/** Wherever the reason was given; null: nowhere. Throws `invalid-request` where two places say two things. */
function oneReason(...given: readonly (string | undefined)[]): string | null {
  const said = new Set(given.filter((reason) => reason !== undefined));
  if (said.size > 1) {
    const detail = 'the body, the query and X-Reason do not say the same';
    refuse('invalid-request', 'Which reason is meant?', [{ pointer: '/reason', detail }]);
  }
  return [...said][0] ?? null;
}
