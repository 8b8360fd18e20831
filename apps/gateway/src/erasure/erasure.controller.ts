import { Body, Controller, Delete, Param, Req, Res, UseGuards } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { bodyOf, iso, ErasingSchema, ErasureReceiptSchema } from '#api';
import { subjectIdOf, Erasures, type Receipt } from '#customers';
import { ChannelKeyGuard, operatorOf, ApiProblem, component } from '#http';

const readErasing = bodyOf(ErasingSchema);
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
      'done and tells of the first time. It cannot be undone.',
  })
  @ApiBody({ schema: component('Erasing', ErasingSchema) })
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
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const operator = operatorOf(request).name;
    const { reason } = readErasing(body);
    const done = await this.erasures.erase(subjectIdOf(id), { operator, reason });
    void reply.code(done.complete ? 200 : 202);
    return receiptView(done);
  }
}

function receiptView({ subject, at, ...receipt }: Receipt) {
  return { ...receipt, subjectId: subject, erasedAt: iso(at) };
}
