import { entryView, type InboxPageView } from '#api';
import { DISCARD_COMMAND, discardIdOf, INBOX_SUBJECT } from '#contracts';
import { type OperatorCommands } from '#intake';
import { type Logger } from '#observability';
import {
  refuse,
  type DefinitionCatalogue,
  hasCode,
  type InboxItem,
  type InboxKind,
  type InboxQuery,
  type InboxStore,
} from '#ports';
import { type KeyScope, type Operator } from '#security';
import { type Explanations } from './explanations.js';
import { refuseClosed, type ReplayAnswer, type ReplayRequest, type Replays } from './replays.js';

/** What a list may be narrowed to. */
export interface InboxFilters {
  readonly status: InboxQuery['status'];
  readonly reason?: string;
  readonly type?: string;
  readonly subject?: string;
  /** Only event types that mean something to this definition, as it is deployed now. */
  readonly definition?: string;
  /** RFC 3339. */
  readonly since?: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** Who asks to see personal values, and why. */
export interface Reveal {
  readonly by: string;
  readonly reason: string;
}

export interface InboxOptions {
  readonly store: InboxStore;
  readonly explanations: Explanations;
  readonly replays: Replays;
  readonly commands: OperatorCommands;
  readonly catalogue: DefinitionCatalogue;
  readonly logger: Logger;
}

/** What operators see and do of one kind of entries. */
export class Inbox {
  constructor(
    private readonly kind: InboxKind,
    private readonly options: InboxOptions,
  ) {}

  /** Throws `invalid-parameter`. */
  async list({ status, since, cursor, limit, ...filters }: InboxFilters): Promise<InboxPageView> {
    const { store } = this.options;
    const query: InboxQuery = {
      kind: this.kind,
      status,
      limit,
      ...(since === undefined ? {} : { since: Date.parse(since) }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const [page, { reasons, dropped }] = await Promise.all([
      store.page(query, this.matching(filters)).catch(refuseCursor),
      store.counts(this.kind),
    ]);
    const entries = page.items.map(entryView);
    return { entries, cursor: page.cursor ?? null, counts: reasons, dropped };
  }

  /** Throws `not-found`. A revelation is logged with its reason. */
  async explain(id: string, scope: KeyScope, reveal: Reveal | undefined) {
    const item = await this.item(id);
    if (reveal !== undefined) {
      this.options.logger.info({ entry: id, ...reveal }, 'personal values of an entry were shown');
    }
    return this.options.explanations.explain(item, scope, reveal !== undefined);
  }

  /** Throws `not-found`, and as `Replays.replay`. */
  async replay(id: string, request: ReplayRequest, operator: Operator): Promise<ReplayAnswer> {
    return this.options.replays.replay(await this.item(id), request, operator);
  }

  /** Resolves once the log has the command; its disposition closes the entry. Throws `not-found`, `conflict`. */
  async discard(id: string, reason: string, { name }: Operator) {
    const item = await this.item(id);
    refuseClosed(item);
    const commandId = discardIdOf(id);
    const subject = item.entry.kind === 'unmatched' ? item.entry.subjectId : INBOX_SUBJECT;
    await this.options.commands.send({
      id: commandId,
      subjectId: subject,
      journeyId: '',
      command: DISCARD_COMMAND,
      operator: name,
      reason,
      data: { disposition: id },
    });
    return { entry: id, id: commandId };
  }

  private async item(id: string): Promise<InboxItem> {
    const item = await this.options.store.item(id);
    if (item !== undefined && item.entry.kind === this.kind) return item;
    return refuse('not-found', `There is no entry ${id} in this inbox.`);
  }

  private matching({
    reason,
    type,
    subject,
    definition,
  }: Pick<InboxFilters, 'reason' | 'type' | 'subject' | 'definition'>) {
    const definitions = this.options.catalogue.current();
    const known = new Map<string, boolean>();
    const isKnown = (eventType: string): boolean => {
      const answer =
        known.get(eventType) ??
        definitions.knowing(eventType).some(({ name }) => name === definition);
      known.set(eventType, answer);
      return answer;
    };
    return ({ entry }: InboxItem): boolean =>
      (reason === undefined || entry.reason === reason) &&
      (type === undefined || entry.type === type) &&
      (subject === undefined || entry.subjectId === subject) &&
      (definition === undefined || isKnown(entry.type));
  }
}

function refuseCursor(error: unknown): never {
  if (!hasCode(error, 'INVALID')) throw error;
  return refuse('invalid-parameter', 'The list cannot be made.', [
    { pointer: '/cursor', detail: error.message },
  ]);
}
