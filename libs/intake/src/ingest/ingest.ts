import { LIVE_CLOCK, type SubjectId, entryReplayedBy } from '#contracts';
import {
  identityRecords,
  interactionRecord,
  linkBatch,
  noteTold,
  type Resolving,
  type TraceHeaders,
  type UnlinkedInteraction,
} from '#customers';
import { type Metrics } from '#observability';
import {
  type Fault,
  Refusal,
  type Assurance,
  type DefinitionCatalogue,
  type EventLog,
  type OutgoingRecord,
  type RecordCodec,
  ThroughlineError,
  within,
} from '#ports';
import { allowsChannel, allowsType, type KeyScope } from '#security';
import { type Candidate } from '../read/candidates.js';
import { type FieldCheck } from '../read/field-check.js';
import { InFlight } from './in-flight.js';
import { readInteraction } from '../read/read-interaction.js';

/** Interactions between their arrival and the log's acknowledgement, at most. */
const MAX_IN_FLIGHT = 20_000;
/** ms. Later the sender is told to try again; the id it sends makes that harmless. */
const ACKNOWLEDGE_WITHIN = 15_000;

export interface IngestOptions {
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly catalogue: DefinitionCatalogue;
  readonly resolving: Resolving;
  readonly metrics: Metrics;
  readonly fields: FieldCheck;
}

/** What a candidate came to: an interaction without a subject, or why it is refused. */
export type Checked =
  | { readonly interaction: UnlinkedInteraction; readonly refusal?: undefined }
  | { readonly interaction?: undefined; readonly refusal: Refusal };

/** How interactions go into the log, beside what they say. */
export interface Sending {
  /** An import's clock; the live one when absent. */
  readonly clock?: string;
  /** Headers beside those that an interaction has itself. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The entry of an inbox that is replayed: only then may an interaction have the id that closes it. */
  readonly replayOf?: string;
}

/** A candidate that is accepted. */
interface Accepted {
  readonly interaction: UnlinkedInteraction;
  readonly trace: TraceHeaders;
}

/** The answer to a request. Indexes count from 0 in the request's order. */
export interface Receipt {
  readonly accepted: readonly {
    readonly id: string;
    readonly source: string;
    readonly subjectId: SubjectId;
  }[];
  readonly rejected: readonly { readonly index: number; readonly refusal: Refusal }[];
}

/** Takes interactions into the log: check, resolve the customer, append, answer. */
export class Ingest {
  private readonly inFlight = new InFlight(MAX_IN_FLIGHT);

  constructor(private readonly options: IngestOptions) {}

  /**
   * Resolves once the log has acknowledged all that is accepted. Throws `UNAVAILABLE` when it does not, `busy` when too
   * much is on its way: then nothing is promised, and sending again is right.
   */
  async take(
    candidates: readonly Candidate[],
    scope: KeyScope,
    trace: TraceHeaders,
    sending: Sending = {},
  ): Promise<Receipt> {
    const { reads, rejected } = await this.read(candidates, scope, trace, sending.replayOf);
    for (const one of rejected) {
      this.options.metrics.interactionsRejected.inc({ reason: one.refusal.code });
    }
    if (reads.length === 0) return { accepted: [], rejected };
    const accepted = await this.inFlight.run(reads.length, () => this.append(reads, sending));
    for (const { interaction } of reads) {
      this.options.metrics.interactionsAccepted.inc({ channel: interaction.channel });
    }
    return { accepted, rejected };
  }

  /** Takes what the gateway itself has to tell of journeys into the log; rejects as `take` does. */
  async record(told: readonly UnlinkedInteraction[], trace: TraceHeaders = {}): Promise<void> {
    const reads = told.map((interaction) => ({ interaction, trace }));
    await this.inFlight.run(reads.length, () => this.append(reads, {}));
  }

  /** Checks one as `take` does, and nothing else, but for fields on which versions of a journey disagree. */
  check(candidate: Candidate, scope: KeyScope): Checked {
    if (candidate.refusal !== undefined) return { refusal: candidate.refusal };
    const { catalogue, resolving, fields } = this.options;
    const now = resolving.clock.now();
    const { normalise } = resolving.identifiers;
    const context = { now, definitions: catalogue.current(), normalise, fields };
    const { interaction, faults } = readInteraction(candidate.body, context);
    if (interaction === undefined) return { refusal: faulty(faults) };
    const refused = outOfScope(interaction, scope);
    return refused === undefined
      ? { interaction: assured(interaction, candidate.assurance) }
      : { refusal: refused };
  }

  private async read(
    candidates: readonly Candidate[],
    scope: KeyScope,
    trace: TraceHeaders,
    replayOf: string | undefined,
  ): Promise<{ reads: Accepted[]; rejected: { index: number; refusal: Refusal }[] }> {
    const { catalogue, fields } = this.options;
    const definitions = catalogue.current();
    const reads: Accepted[] = [];
    const rejected: { index: number; refusal: Refusal }[] = [];
    for (const [index, candidate] of candidates.entries()) {
      const { interaction, refusal: refused } = this.check(candidate, scope);
      if (interaction === undefined) {
        rejected.push({ index, refusal: refused });
        continue;
      }
      const faults = fields.isDoubtful(definitions, interaction)
        ? [...(await fields.faultsHere(definitions, interaction))]
        : [];
      const closes = entryReplayedBy(interaction.id);
      if (closes !== undefined && closes !== replayOf) faults.push(RESERVED_ID);
      if (faults.length > 0) rejected.push({ index, refusal: faulty(faults) });
      else reads.push({ interaction, trace: candidate.trace ?? trace });
    }
    return { reads, rejected };
  }

  private async append(
    reads: readonly Accepted[],
    { clock = LIVE_CLOCK, headers = {} }: Sending,
  ): Promise<Receipt['accepted']> {
    const { codec, log, catalogue, resolving } = this.options;
    const deployment = catalogue.current().known;
    const { subjects, by, news } = await linkBatch(
      resolving,
      reads.map(({ interaction }) => interaction),
    );
    const accepted: { id: string; source: string; subjectId: SubjectId }[] = [];
    // A merge goes before what is written under the subject that was merged.
    const records: OutgoingRecord[] = [...identityRecords(codec, news)];
    for (const [i, { interaction, trace }] of reads.entries()) {
      const subjectId = subjects[i];
      const writtenUnder = by[i];
      if (subjectId === undefined || writtenUnder === undefined)
        throw new ThroughlineError('BUG', 'An interaction has no subject.');
      const sent = { deployment, clock, trace };
      const record = interactionRecord(codec, interaction, writtenUnder, sent);
      records.push({ ...record, headers: { ...record.headers, ...headers } });
      accepted.push({ id: interaction.id, source: interaction.source, subjectId });
    }
    await acknowledged(log.append(records));
    for (const { kind } of news) this.options.metrics.identityNews.inc({ kind });
    await noteTold(resolving.store, news);
    return accepted;
  }
}

const RESERVED_ID: Fault = {
  pointer: '/id',
  detail: 'ids of this form are those of replayed interactions; give your own',
};

function faulty(faults: readonly Fault[]): Refusal {
  return new Refusal('invalid-interaction', 'It has the faults listed.', faults);
}

/** Also what stands in the data of somebody who was not verified shows nobody anything, and of an anonymous one binds nothing. */
function assured(
  interaction: UnlinkedInteraction,
  assurance: Assurance = 'verified',
): UnlinkedInteraction {
  switch (assurance) {
    case 'verified':
      return interaction;
    case 'known':
      return { ...interaction, unvouched: true };
    case 'anonymous':
      return { ...interaction, identifiers: [] };
  }
}

function outOfScope(interaction: UnlinkedInteraction, scope: KeyScope): Refusal | undefined {
  const { channel, type } = interaction;
  if (!allowsChannel(scope, channel)) {
    const detail = `This key may not send for channel ${channel}.`;
    return new Refusal('out-of-scope', detail, [{ pointer: '/channel', detail }]);
  }
  if (!allowsType(scope, type)) {
    const detail = `This key may not send events of type ${type}.`;
    return new Refusal('out-of-scope', detail, [{ pointer: '/type', detail }]);
  }
  return undefined;
}

function acknowledged(append: Promise<unknown>): Promise<unknown> {
  return within(ACKNOWLEDGE_WITHIN, append, () => {
    throw new ThroughlineError('UNAVAILABLE', 'The log did not acknowledge in time.');
  });
}
