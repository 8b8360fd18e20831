import { Body, Controller, HttpCode, Post, Query, Req, UseGuards } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import {
  InteractionSchema,
  type OutcomeView,
  outcomeView,
  type ReceiptView,
  ReceiptSchema,
  waitOf,
  WaitSchema,
} from '#api';
import { GoOn } from '#continuity';
import { type Disposition, type JourneyId } from '#contracts';
import { Subjects } from '#customers';
import {
  ApiProblem,
  callerOf,
  ChannelKeyGuard,
  component,
  JSON_TYPES,
  problemOf,
  queryOf,
} from '#http';
import { candidatesOf, Ingest, MAX_EVENTS, Outcomes, type Receipt, traceOf } from '#intake';
import { CATALOGUE, Inject } from '#nest';
import { type DefinitionCatalogue, type Fault, Refusal, refuse } from '#ports';

const waiting = queryOf(WaitSchema);
const One = component('Interaction', InteractionSchema);

@ApiTags('interactions')
@ApiBearerAuth()
@Controller('/v1/interactions')
@UseGuards(ChannelKeyGuard)
export class InteractionsController {
  constructor(
    private readonly ingest: Ingest,
    private readonly goOn: GoOn,
    private readonly outcomes: Outcomes,
    private readonly subjects: Subjects,
    @Inject(CATALOGUE) private readonly catalogue: DefinitionCatalogue,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Takes one interaction, or up to 1,000.',
    description:
      'Also takes CloudEvents 1.0: structured (application/cloudevents+json), batch (application/cloudevents-batch+json) ' +
      'and binary (ce- headers). Extensions: channel; identifiers (an array, or the same as JSON text); journeyid or ' +
      'correlation; actorkind, actorid. Bodies may be gzip. At most 1 MiB a body, 256 KiB and 16 levels an event. With `wait` the answer also says what became of each.',
  })
  @waiting.describe()
  @ApiConsumes(...JSON_TYPES)
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
  async take(
    @Req() request: FastifyRequest,
    @Query() query: unknown,
    @Body() body: unknown,
  ): Promise<ReceiptView> {
    const { wait } = waiting.read(query);
    if (wait === undefined) return receiptView(await this.accept(request, body));
    const listening = await this.outcomes.listen();
    try {
      const receipt = await this.accept(request, body);
      const told = (await listening?.until(receipt.accepted, waitOf(wait))) ?? [];
      return receiptView(receipt, await this.outcomesOf(told));
    } finally {
      listening?.close();
    }
  }

  private async accept(request: FastifyRequest, body: unknown): Promise<Receipt> {
    const scope = callerOf(request);
    if (scope === undefined) refuse('no-key', 'Send a channel key: Authorization: Bearer tl_…');
    const { candidates, isList } = candidatesOf(request.headers, body);
    const trace = traceOf(request.headers.traceparent);
    const sender = { scope, keyId: scope.id, ip: request.ip };
    const resolved = await this.goOn.resolve(candidates, sender);
    const receipt = await this.ingest.take(resolved, scope, trace);
    if (receipt.accepted.length === 0) throw allRejected(receipt, isList);
    return receipt;
  }

  /** Each journey is read once, however many of the interactions are about it. */
  private async outcomesOf(
    told: readonly (Disposition | undefined)[],
  ): Promise<readonly (OutcomeView | null)[]> {
    const ids = new Set(told.flatMap((disposition) => disposition?.journeyIds ?? []));
    const found = await Promise.all(
      [...ids].map(async (id) => [id, await this.subjects.findJourney(id as JourneyId)] as const),
    );
    const journeys = new Map(found);
    const definitions = this.catalogue.current();
    return told.map((disposition) => {
      if (disposition === undefined) return null;
      const about = disposition.journeyIds.flatMap((id) => journeys.get(id) ?? []);
      return outcomeView(definitions, disposition, about);
    });
  }
}

/** One refusal of a request of which nothing was accepted; pointers lead into the whole body. */
function allRejected({ rejected }: Receipt, isList: boolean): Refusal {
  const [first] = rejected;
  if (first === undefined) return refuse('no-body', 'There is no interaction in the request.');
  if (!isList) return first.refusal;
  const { code } = first.refusal;
  const alike = rejected.every(({ refusal }) => refusal.code === code);
  const faults = rejected.flatMap(({ index, refusal }) => faultsAt(index, refusal));
  const message = `None of ${rejected.length} is accepted.`;
  return new Refusal(alike ? code : 'invalid-interaction', message, faults);
}

function faultsAt(index: number, { faults, message }: Refusal): readonly Fault[] {
  const told = faults.length > 0 ? faults : [{ pointer: '', detail: message }];
  return told.map((fault) => ({ ...fault, pointer: `/${index}${fault.pointer}` }));
}

/** `outcomes`: of each accepted one, where that was asked for. */
function receiptView(
  { accepted, rejected }: Receipt,
  outcomes?: readonly (OutcomeView | null)[],
): ReceiptView {
  return {
    accepted: accepted.map(({ id, subjectId }, i) => ({
      id,
      subjectId,
      ...(outcomes === undefined ? {} : { disposition: outcomes[i] ?? null }),
    })),
    rejected: rejected.map(({ index, refusal }) => ({ index, problem: problemOf(refusal) })),
  };
}
