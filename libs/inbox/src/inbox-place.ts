import { type SubjectId, DISCARD_COMMAND, discardIdOf, INBOX_SUBJECT } from '#contracts';
import { type OperatorCommands } from '#intake';
import {
  type ErasedHere,
  type ErasurePlace,
  INBOX_KINDS,
  type InboxItem,
  type InboxQuery,
  type InboxStore,
} from '#ports';

const BY = 'throughline';
const REASON = 'the customer was erased';
const PAGE = 200;

/**
 * Entries of the inboxes. What waits is discarded by the log, so that an inbox that is made again does not open it; and
 * the entries themselves go.
 */
export class InboxPlace implements ErasurePlace {
  constructor(
    private readonly store: InboxStore,
    private readonly commands: OperatorCommands,
  ) {}

  async erase(subjects: readonly SubjectId[]): Promise<ErasedHere> {
    const items: InboxItem[] = [];
    for (const kind of INBOX_KINDS) {
      for (const status of ['open', 'closed'] as const) {
        items.push(...(await this.itemsOf(subjects, { kind, status, limit: PAGE })));
      }
    }
    for (const { entry, closing } of items) {
      if (closing === null) await this.discard(entry);
    }
    const erased = await this.store.forget(items.map(({ entry }) => entry.id));
    return { place: 'inboxes', erased };
  }

  private async itemsOf(
    subjects: readonly SubjectId[],
    query: InboxQuery,
  ): Promise<readonly InboxItem[]> {
    const wanted = new Set<string>(subjects);
    const found: InboxItem[] = [];
    let cursor: string | undefined;
    do {
      const asked = cursor === undefined ? query : { ...query, cursor };
      const page = await this.store.page(asked, ({ entry }) => wanted.has(entry.subjectId));
      found.push(...page.items);
      ({ cursor } = page);
    } while (cursor !== undefined);
    return found;
  }

  private discard({ id, kind, subjectId }: InboxItem['entry']): Promise<void> {
    return this.commands.send({
      id: discardIdOf(id),
      subjectId: kind === 'unmatched' ? subjectId : INBOX_SUBJECT,
      journeyId: '',
      command: DISCARD_COMMAND,
      operator: BY,
      reason: REASON,
      data: { disposition: id },
    });
  }
}
