import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Disposition, TOPIC_SPECS, Topics } from '#contracts';
import { createCodec, fileRegistry } from '#avro';
import { FatalErrors } from '#nest';
import { createLogger } from '#observability';
import {
  type EventLog,
  type InboxStore,
  type RecordCodec,
  ThroughlineError,
  systemClock,
} from '#ports';
import { eventually } from '#testing';
import { InboxProjection } from '../inbox-projection.js';

const SUBJECTS = ['ana', 'ben', 'cleo', 'dan', 'eve', 'finn'];

const unmatched: Omit<Disposition, 'id' | 'subjectId' | 'offset'> = {
  partition: 0,
  recordKind: 'interaction',
  recordId: 'i-1',
  recordType: 'mystery',
  source: '//web',
  kind: 'unmatched',
  reason: 'no-definition',
  detail: null,
  journeyIds: [],
  time: 5,
};

/** A log and stores for one test. */
export interface ProjectionPlace {
  readonly log: EventLog;
  /** An empty store; another one each time. */
  openStore(): Promise<InboxStore>;
  /** The log and every store are closed by then. */
  remove(): Promise<void>;
}

/** What the projection does, over any log and store. */
// eslint-disable-next-line max-lines-per-function -- a suite is as long as its tests
export function inboxProjectionSuite(place: () => Promise<ProjectionPlace>): void {
  let at: ProjectionPlace;
  let log: EventLog;
  let codec: RecordCodec;
  let store: InboxStore;
  let running: InboxProjection[];

  beforeEach(async () => {
    at = await place();
    log = at.log;
    await log.ensureTopics(TOPIC_SPECS, 4);
    codec = await createCodec(fileRegistry('schemas/avro'));
    store = await at.openStore();
    running = [];
  });
  afterEach(async () => {
    for (const projection of running) await projection.close();
    await store.close();
    await log.close();
    await at.remove();
  });

  async function project(over: InboxStore = store, failures = new FatalErrors()) {
    const logger = createLogger({ level: 'silent', name: 'test' });
    const source = { log, store: over, codec, clock: systemClock, logger };
    const projection = new InboxProjection(source);
    await projection.start((error) => failures.report('inbox', error));
    running.push(projection);
    return projection;
  }

  const say = (subjectId: string, offset: number, differs: Partial<Disposition> = {}) =>
    log.append([
      {
        topic: Topics.dispositions,
        key: subjectId,
        value: codec.encode('Disposition', {
          ...unmatched,
          id: `di-${subjectId}-${offset}`,
          subjectId,
          offset,
          ...differs,
        }),
      },
    ]);
  const open = async (): Promise<string[]> => {
    const page = await store.page({ kind: 'unmatched', status: 'open', limit: 200 }, () => true);
    return page.items.map(({ entry }) => entry.id).toSorted();
  };
  const holds = (...ids: string[]): Promise<void> =>
    eventually(`the inbox holds ${ids.join()}`, async () => (await open()).join() === ids.join());

  it('opens what nothing took and leaves the rest', async () => {
    await project();
    await say('ana', 1);
    for (const kind of ['advanced', 'captured', 'late', 'duplicate']) {
      await say('ana', 2, { id: `di-${kind}`, kind });
    }
    await say('ana', 3, { recordKind: 'command', recordType: 'cancel' });
    await say('ana', 4);
    await holds('di-ana-1', 'di-ana-4');
  });

  it('closes by the disposition of a replay or a discard, on whatever partition', async () => {
    await project();
    await Promise.all(SUBJECTS.map((subject) => say(subject, 1)));
    await holds(...SUBJECTS.map((subject) => `di-${subject}-1`));
    const closes = { kind: 'advanced', reason: null };
    await say('somebody', 9, { ...closes, recordId: 're-di-ana-1' });
    await say('ben', 9, {
      kind: 'captured',
      recordKind: 'command',
      recordType: 'discard',
      recordId: 'discard-di-ben-1',
    });
    await say('cleo', 9, {
      recordKind: 'command',
      recordType: 'note',
      recordId: 'discard-di-cleo-1',
    });
    await say('dan', 9, { recordId: 're-di-dan-1', id: 'di-dan-9' });
    await holds('di-cleo-1', 'di-dan-9', 'di-eve-1', 'di-finn-1');
    expect(await store.item('di-dan-1')).toMatchObject({
      closing: { as: 'replayed', disposition: { id: 'di-dan-9', kind: 'unmatched' } },
    });
  });

  it('passes over what cannot be read', async () => {
    await project();
    for (const value of [
      Buffer.from('no avro'),
      codec.encode('ClockAdvanced', { clock: 'x', time: 1 }),
    ]) {
      await log.append([{ topic: Topics.dispositions, key: 'ana', value }]);
    }
    await say('ana', 1);
    await holds('di-ana-1');
  });

  it('goes on where it stopped, and begins anew over an emptied store', async () => {
    const first = await project();
    await say('ana', 1);
    await holds('di-ana-1');
    await first.close();
    await say('ana', 2);
    await project();
    await holds('di-ana-1', 'di-ana-2');
    for (const projection of running.splice(0)) await projection.close();

    await store.close();
    store = await at.openStore();
    await project(store);
    await holds('di-ana-1', 'di-ana-2');
  });

  it('is shared by gateways, one of which may leave', async () => {
    const [first] = await Promise.all([project(), project(), project()]);
    await Promise.all(SUBJECTS.map((subject) => say(subject, 1)));
    await first?.close();
    await Promise.all(SUBJECTS.map((subject) => say(subject, 2)));
    await holds(...SUBJECTS.flatMap((subject) => [1, 2].map((n) => `di-${subject}-${n}`)));
  });

  it('waits out a store that does not answer, and applies again what may have been applied', async () => {
    let failures = 4;
    const shaky: InboxStore = {
      ...store,
      apply: async (update) => {
        if (failures-- > 2) throw new ThroughlineError('UNAVAILABLE', 'gone');
        await store.apply(update);
        if (failures >= 0) throw new ThroughlineError('UNAVAILABLE', 'the answer was lost');
      },
    };
    await project(shaky);
    await say('ana', 1);
    await eventually('it was tried until it was answered', () => failures < 0);
    await holds('di-ana-1');
    expect((await store.counts('unmatched')).reasons).toEqual({ 'no-definition': 1 });
  });

  it('ends the process when the store contradicts itself', async () => {
    const failures = new FatalErrors();
    const broken: InboxStore = {
      ...store,
      apply: () => Promise.reject(new ThroughlineError('CORRUPT', 'no')),
    };
    await project(broken, failures);
    await say('ana', 1);
    await expect(failures.first).resolves.toMatchObject({ part: 'inbox' });
  });
}
