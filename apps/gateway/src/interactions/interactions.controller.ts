import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { GoOn } from '../handoffs/go-on.js';
import { callerOf, ChannelKeyGuard } from '../http/channel-key.guard.js';
import { type Fault, type Problem, ProblemError, refuse } from '../http/problem.js';
import { ApiProblem } from '../http/problem-schema.js';
import { MAX_EVENTS } from '../http/read-json.js';
import { component } from '../http/schema-object.js';
import { candidatesOf } from './candidates.js';
import { Ingest, type Receipt } from './ingest.js';
import { InteractionSchema } from './interaction-schema.js';
import { ReceiptSchema } from './receipt-schema.js';
import { traceOf } from './trace.js';

const One = component('Interaction', InteractionSchema);

@ApiTags('interactions')
@ApiBearerAuth()
@Controller('/v1/interactions')
@UseGuards(ChannelKeyGuard)
export class InteractionsController {
  constructor(
    private readonly ingest: Ingest,
    private readonly goOn: GoOn,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Takes one interaction, or up to 1,000.',
    description:
      'Also takes CloudEvents 1.0: structured (application/cloudevents+json), batch (application/cloudevents-batch+json) ' +
      'and binary (ce- headers). Extensions: channel; identifiers (an array, or the same as JSON text); journeyid or ' +
      'correlation; actorkind, actorid. Bodies may be gzip. At most 1 MiB a body, 256 KiB and 16 levels an event.',
  })
  @ApiBody({
    schema: { anyOf: [One, { type: 'array', items: One, maxItems: MAX_EVENTS }] },
  })
  @ApiResponse({
    status: 202,
    description: 'The log has acknowledged them.',
    schema: component('Receipt', ReceiptSchema),
  })
  @ApiProblem(400, 'The body is not JSON, or nested too deeply.')
  @ApiProblem(401, 'No channel key, or one that is not known.')
  @ApiProblem(403, 'The key does not allow this channel or type.')
  @ApiProblem(413, 'The body or an event is too large.')
  @ApiProblem(415, 'The content type or encoding is not understood.')
  @ApiProblem(422, 'No interaction of the request is valid.')
  @ApiProblem(429, 'Too many wrong hand-off codes were tried.')
  @ApiProblem(503, 'Not accepted; send the same again after Retry-After seconds.')
  async take(@Req() request: FastifyRequest, @Body() body: unknown): Promise<Receipt> {
    const scope = callerOf(request);
    if (scope === undefined) refuse('no-key', 'Send a channel key: Authorization: Bearer tl_…');
    const { candidates, isList } = candidatesOf(request.headers, body);
    const trace = traceOf(request.headers.traceparent);
    const sender = { scope, keyId: scope.id, ip: request.ip };
    const resolved = await this.goOn.resolve(candidates, sender);
    const receipt = await this.ingest.take(resolved, scope, trace);
    if (receipt.accepted.length === 0) throw new ProblemError(allRejected(receipt, isList));
    return receipt;
  }
}

/** One problem for a request of which nothing was accepted; pointers lead into the whole body. */
function allRejected({ rejected }: Receipt, isList: boolean): Problem {
  const [first] = rejected;
  if (first === undefined) return refuse('no-body', 'There is no interaction in the request.');
  if (!isList) return first.problem;
  const alike = rejected.every((one) => one.problem.type === first.problem.type);
  const { type, title, status } = alike ? first.problem : MIXED;
  const errors = rejected.flatMap(({ index, problem }) => faultsAt(index, problem));
  return { type, title, status, detail: `None of ${rejected.length} is accepted.`, errors };
}

const MIXED = {
  type: 'urn:throughline:problem:invalid-interaction',
  title: 'The interactions are not valid',
  status: 422,
};

function faultsAt(index: number, problem: Problem): readonly Fault[] {
  const faults = problem.errors ?? [{ pointer: '', detail: problem.detail }];
  return faults.map((fault) => ({ ...fault, pointer: `/${index}${fault.pointer}` }));
}
