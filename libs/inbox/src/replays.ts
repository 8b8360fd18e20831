import { iso } from '#api';
import {
  LIVE_CLOCK,
  type SubjectId,
  Topics,
  DISCARD_COMMAND,
  INBOX_SUBJECT,
  replayIdOf,
  republishedIdOf,
} from '#contracts';
import { type UnlinkedInteraction } from '#customers';
import { type OperatorCommands, type Ingest, type Normalise } from '#intake';
import {
  Refusal,
  refuse,
  type Clock,
  type DefinitionCatalogue,
  type EventLog,
  type InboxItem,
  type InboxStore,
  type OutgoingRecord,
} from '#ports';
import { type KeyScope, type Operator } from '#security';
import { type Held, type HeldRecord, type HeldRecords } from './held-records.js';
import { type Foreseen, type Rehearsal } from './rehearsal.js';
import { interactionIn, replayBody, type ReplayBody, type ReplayEdit } from './replay-body.js';

/** How long a replay is waited for before it may be sent again, ms: as long as the log has for its acknowledgement. */
const UNDER_WAY_MS = 15_000;

export interface ReplayRequest {
  readonly edit?: ReplayEdit;
  readonly dryRun?: boolean;
  readonly reason: string;
}

/** What a replay does, or would do. */
export interface ReplayAnswer {
  /** The entry. */
  readonly entry: string;
  /** Of the record that is appended. */
  readonly id: string;
  readonly topic: string;
  readonly dryRun: boolean;
  /** What it comes to as things are now; null: it is no interaction, its consumers decide. */
  readonly foreseen: Foreseen | null;
}

export interface ReplaysOptions {
  readonly store: InboxStore;
  readonly held: HeldRecords;
  readonly rehearsal: Rehearsal;
  readonly ingest: Ingest;
  readonly commands: OperatorCommands;
  readonly catalogue: DefinitionCatalogue;
  readonly normalise: Normalise;
  readonly log: EventLog;
  readonly clock: Clock;
}

type Plan =
  | {
      readonly is: 'interaction';
      readonly body: ReplayBody;
      readonly interaction: UnlinkedInteraction;
      readonly clock: string;
    }
  | { readonly is: 'record'; readonly record: OutgoingRecord };

/** Sends entries' records again. Once: the new record's id is derived from the entry's, and attempts take turns. */
export class Replays {
  constructor(private readonly options: ReplaysOptions) {}

  /**
   * Throws `conflict` when the entry is closed or being replayed, `invalid-interaction` with pointers into `/edit` when what
   * would be sent is not valid.
   */
  async replay(item: InboxItem, request: ReplayRequest, operator: Operator): Promise<ReplayAnswer> {
    refuseClosed(item);
    const held = await this.options.held.of(item.entry);
    const plan = this.plan(item, held, request.edit, operator.key);
    const { id } = item.entry;
    if (plan.is === 'record') {
      const answer = { entry: id, id: replayIdOf(id), topic: plan.record.topic, foreseen: null };
      if (request.dryRun === true) return { ...answer, dryRun: true };
      await this.takeTurn(item, request, operator, INBOX_SUBJECT);
      await this.republish(item, plan.record, request, operator);
      return { ...answer, dryRun: false };
    }
    const foreseen = await this.options.rehearsal.foresee(plan.interaction, plan.clock);
    const answer = { entry: id, id: replayIdOf(id), topic: Topics.interactions, foreseen };
    if (request.dryRun === true) return { ...answer, dryRun: true };
    await this.takeTurn(item, request, operator, foreseen.subjectId);
    await this.send(item, plan, request, operator);
    return { ...answer, dryRun: false };
  }

  /** What replaying an entry as it is would come to; a refusal when it cannot be sent as it is; null: no interaction. */
  async foresee(item: InboxItem, held: Held, scope: KeyScope): Promise<Foreseen | Refusal | null> {
    try {
      const plan = this.plan(item, held, undefined, scope);
      if (plan.is === 'record') return null;
      return await this.options.rehearsal.foresee(plan.interaction, plan.clock);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  private plan(item: InboxItem, held: Held, edit: ReplayEdit | undefined, scope: KeyScope): Plan {
    const { topic } = item.entry.origin;
    const original = interactionIn(held.decoded);
    const readable = held.decoded !== undefined && held.record !== undefined;
    if (original === undefined && edit === undefined && readable) {
      return { is: 'record', record: recordAgain(item, held) };
    }
    if (topic !== Topics.interactions) {
      if (held.record !== undefined && edit === undefined) {
        return { is: 'record', record: recordAgain(item, held) };
      }
      refuse(
        'conflict',
        `${held.fault ?? 'It is no interaction.'} Only interactions can be edited.`,
      );
    }
    if (original === undefined && edit === undefined) {
      refuse('invalid-interaction', 'It can be replayed only with an edit that says it anew.', [
        { pointer: '/edit', detail: held.fault ?? 'its bytes cannot be read' },
      ]);
    }
    const { normalise, catalogue, ingest } = this.options;
    const context = { definitions: catalogue.current(), normalise };
    const body = replayBody(item.entry, held, edit ?? {}, context);
    const { interaction, refusal: refused } = ingest.check({ body }, scope);
    if (interaction === undefined) throw inEdit(refused);
    return { is: 'interaction', body, interaction, clock: original?.clock ?? LIVE_CLOCK };
  }

  private async send(
    { entry }: InboxItem,
    { body, clock }: Extract<Plan, { is: 'interaction' }>,
    { reason }: ReplayRequest,
    { name, key }: Operator,
  ): Promise<void> {
    // CloudEvents extension attributes: who sent it again, and why, stand beside it in the log.
    const headers = { ce_replayof: entry.id, ce_replayedby: name, ce_replayreason: reason };
    const { rejected } = await this.options.ingest.take(
      [{ body }],
      key,
      {},
      { clock, headers, replayOf: entry.id },
    );
    const [refused] = rejected;
    if (refused !== undefined) throw inEdit(refused.refusal);
  }

  /** The same record again (I5), and a command whose disposition closes the entry. */
  private async republish(
    { entry }: InboxItem,
    record: OutgoingRecord,
    { reason }: ReplayRequest,
    { name }: Operator,
  ): Promise<void> {
    const { log, commands } = this.options;
    const command = commands.record({
      id: republishedIdOf(entry.id),
      subjectId: INBOX_SUBJECT,
      journeyId: '',
      command: DISCARD_COMMAND,
      operator: name,
      reason,
      data: { disposition: entry.id },
    });
    await log.append([record]);
    await log.append([command]);
  }

  /**
   * Two operators do not replay one entry at once, and none replays it a second time towards another customer, where the
   * fold could not see that it is the same.
   */
  private async takeTurn(
    { entry, attempt }: InboxItem,
    { reason }: ReplayRequest,
    { name: by }: Operator,
    subjectId: SubjectId,
  ): Promise<void> {
    const { store, clock } = this.options;
    const now = clock.now();
    if (attempt !== null) refuseSecond(attempt, subjectId, now);
    const noted = await store.attempt(
      entry.id,
      { subjectId, by, reason, at: now },
      attempt?.at ?? null,
    );
    if (!noted) refuse('conflict', 'Somebody else has just replayed or discarded it.');
  }
}

function refuseSecond(
  attempt: NonNullable<InboxItem['attempt']>,
  subjectId: SubjectId,
  now: number,
): void {
  const who = `${attempt.by} replayed it at ${iso(attempt.at)}`;
  if (now - attempt.at < UNDER_WAY_MS) {
    refuse('conflict', `${who}; what became of it is not known yet.`);
  }
  if (attempt.subjectId !== subjectId) {
    refuse('conflict', `${who}, for another customer; replay it for the same, or wait for that.`);
  }
}

/** Throws `conflict`, saying how the entry was closed. */
export function refuseClosed({ entry, closing }: InboxItem): void {
  if (closing === null) return;
  const { as, disposition, at } = closing;
  const became = as === 'replayed' ? ` and became ${disposition.kind}` : '';
  const again =
    disposition.kind === 'unmatched' ? `; it is in the inbox again as ${disposition.id}` : '';
  refuse('conflict', `Entry ${entry.id} was ${as} at ${iso(at)}${became}${again}.`);
}

/** The same refusal with its pointers into the edit: what is wrong is what is to be edited. */
function inEdit({ code, message, faults }: Refusal): Refusal {
  const edited = faults.map(({ pointer, detail }) => ({ pointer: `/edit${pointer}`, detail }));
  return new Refusal(code, message, edited);
}

/** A record as it was: whoever handled it knows it by its id and leaves it, whoever gave it up tries again. */
function recordAgain({ entry }: InboxItem, { record, decoded }: Held): OutgoingRecord {
  if (record === undefined) return refuse('conflict', 'The log no longer holds all of it.');
  const { topic, partition } = entry.origin;
  const key = keyOf(record, decoded, topic);
  return {
    topic,
    key,
    value: record.value,
    headers: record.headers,
    // Records of the log of record belong where their subject does, which may be why this one was given up.
    ...(topic === Topics.interactions || partition < 0 ? {} : { partition }),
  };
}

function keyOf({ key }: HeldRecord, decoded: Held['decoded'], topic: string): string {
  const value = decoded?.value;
  if (topic === Topics.interactions && value !== undefined && 'subjectId' in value) {
    return value.subjectId;
  }
  return key === null ? '' : new TextDecoder().decode(key);
}
