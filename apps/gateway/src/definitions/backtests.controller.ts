import { setImmediate as others } from 'node:timers/promises';
import { Body, Controller, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import {
  BacktestRequestSchema,
  BacktestSchema,
  type BacktestView,
  bodyOf,
  LIMIT,
  refuseFaults,
} from '#api';
import { type Catalogue, parseDefinition } from '#definitions';
import { ChannelKeyGuard, ApiProblem, component } from '#http';
import { type Definition } from '#journey';
import { CATALOGUE, EVENT_LOG, Inject, RECORD_CODEC } from '#nest';
import { Refusal, refuse, type EventLog, type RecordCodec } from '#ports';
import { Backtest, type BacktestOptions, type LogReading, recordsOfLog } from '#replay';

const readRequest = bodyOf(BacktestRequestSchema);

/** How long one may play, ms; then it tells what it has. */
const PATIENCE_MS = 60_000;
/** How long it plays before other requests get their turn, ms. */
const TURN_MS = 20;

@ApiTags('definitions')
@ApiBearerAuth()
@Controller('/v1/definitions')
@UseGuards(ChannelKeyGuard)
export class BacktestsController {
  private playing = false;
  private readonly source: { readonly log: EventLog; readonly codec: RecordCodec };

  constructor(
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(RECORD_CODEC) codec: RecordCodec,
  ) {
    this.source = { log, codec };
  }

  @Post('/:name/backtests')
  @HttpCode(200)
  @ApiParam({ name: 'name', schema: { type: 'string' } })
  @ApiOperation({
    summary:
      'Plays the log through a draft and a deployed version, and compares journey by journey.',
    description:
      'Nothing is deployed and nothing is sent. The answer has figures, names and ids, no value anybody gave. One runs at ' +
      'a time; for whole logs use `throughline backtest --log`.',
  })
  @ApiBody({ schema: component('BacktestRequest', BacktestRequestSchema) })
  @ApiResponse({
    status: 200,
    description: 'What would have been different.',
    schema: component('Backtest', BacktestSchema),
  })
  @ApiProblem(401, 'No channel key, or one that is not known.')
  @ApiProblem(404, 'There is no such definition, or version.')
  @ApiProblem(422, 'The draft has errors, or is of another journey.')
  @ApiProblem(503, 'Another backtest is running.')
  async backtest(@Param('name') name: string, @Body() body: unknown): Promise<BacktestView> {
    const { text, against, since, until, limit = LIMIT } = readRequest(body);
    await this.catalogue.refresh();
    const live = this.deployed(name, against);
    const { definition: draft, faults } = parseDefinition(text, 'draft.yaml');
    if (draft === undefined) return refuseFaults(faults);
    if (draft.name !== name) {
      return refuse('invalid-request', `The draft is a version of ${draft.name}, not of ${name}.`);
    }
    const current = this.catalogue.current();
    const others = current.offers().flatMap((offer) => current.latest(offer.name) ?? []);
    const selection = { limit, ...(until !== undefined && { until: Date.parse(until) }) };
    return this.alone(() =>
      this.play(
        { live, draft, others, ...(since !== undefined && { since: Date.parse(since) }) },
        selection,
      ),
    );
  }

  private deployed(name: string, version: number | undefined): Definition {
    const current = this.catalogue.current();
    if (!this.catalogue.deployedVersions().has(name)) {
      return refuse('not-found', `There is no definition ${name}.`);
    }
    const found = version === undefined ? current.latest(name) : current.get(name, version);
    if (found !== undefined) return found;
    return refuse(
      'not-found',
      version === undefined
        ? `No version of ${name} is the stable one: say which to compare with (against).`
        : `There is no ${name}@${version}.`,
    );
  }

  /** It is work for the processor that answers everybody else, too. */
  private async alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.playing) {
      throw new Refusal('busy', 'Another backtest is running; try again later.', [], 10);
    }
    this.playing = true;
    try {
      return await work();
    } finally {
      this.playing = false;
    }
  }

  private async play(
    options: BacktestOptions,
    selection: { readonly limit: number; readonly until?: number },
  ) {
    const run = new Backtest(options);
    const reading: LogReading = { read: 0, total: 0, unreadable: 0 };
    const end = performance.now() + PATIENCE_MS;
    let turn = performance.now();
    let late = false;
    for await (const { records, ends } of recordsOfLog(this.source, selection, reading)) {
      run.add(records, ends);
      if (performance.now() - turn < TURN_MS) continue;
      await others();
      turn = performance.now();
      late = turn > end;
      if (late) break;
    }
    return { reading: { ...reading, cut: late || reading.read < reading.total }, ...run.report() };
  }
}
