import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import { type DecodedRecord, type IdentityChange, type SubjectId, Topics } from '#contracts';
import {
  type EventLog,
  type IdentityStores,
  type OutgoingRecord,
  type RecordCodec,
  ThroughlineError,
} from '#ports';
import { openEmbeddedIdentityStores } from '#store-embedded';
import { temporaryDirectory } from '#testing';
import { identityRecords } from './outgoing-records.js';
import { noteTold, tellChanges } from './tell-changes.js';

const ANA = 'a'.repeat(20) as SubjectId;
const BEN = 'b'.repeat(20) as SubjectId;
const CLEO = 'c'.repeat(20) as SubjectId;
const NOW = 1_795_256_100_000;

describe('a change of identities', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let store: IdentityStores;
  let codec: RecordCodec;
  let appended: OutgoingRecord[];
  let isDown: boolean;
  const log = {
    append: (records: readonly OutgoingRecord[]) => {
      if (isDown) return Promise.reject(new ThroughlineError('UNAVAILABLE', 'no broker'));
      appended.push(...records);
      return Promise.resolve([]);
    },
  } as unknown as EventLog;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    store = await openEmbeddedIdentityStores({ directory: directory.path });
    codec = await createCodec(fileRegistry());
    appended = [];
    isDown = false;
  });
  afterEach(async () => {
    await store.close();
    await directory.remove();
  });

  const merge = () => store.merges.merge({ from: ANA, into: BEN, at: NOW, ifAnonymous: true });
  const tell = (before = NOW + 1) => tellChanges({ store, log, codec }, before);
  const changes = (): readonly DecodedRecord[] =>
    appended
      .filter(({ topic }) => topic === Topics.interactions)
      .map(({ value }) => codec.decode(value));

  it('whose maker died before the log knew is told by another, on the shard of who was merged', async () => {
    await merge();
    expect(await tell()).toBe(1);
    expect(changes()).toMatchObject([
      { name: 'IdentityChange', value: { kind: 'merged', subjectId: ANA, otherSubjectId: BEN } },
    ]);
    expect(appended.map(({ topic, key }) => [topic, key])).toEqual([
      [Topics.interactions, ANA],
      [Topics.identityEvents, BEN],
    ]);
    expect(await tell()).toBe(0);
  });

  it('that an operator decided is told with who, and why', async () => {
    const decided = { operator: 'jo', reason: 'one person' };
    await store.merges.merge({ from: ANA, into: BEN, at: NOW, ifAnonymous: false, decided });
    await tell();
    expect(changes()).toMatchObject([{ name: 'IdentityChange', value: decided }]);
  });

  it('is told again, under the same id, when its teller died before it noted that', async () => {
    await merge();
    const news = [{ kind: 'merged', subject: BEN, other: ANA, at: NOW } as const];
    await log.append(identityRecords(codec, news));
    expect(await tell()).toBe(1);
    const [first, second] = changes();
    expect(second).toEqual(first);
  });

  it('is left to its maker while it is young, and is done with once it is noted', async () => {
    await merge();
    expect(await tell(NOW - 1)).toBe(0);
    await noteTold(store, [{ kind: 'merged', subject: BEN, other: ANA, at: NOW }]);
    expect(await tell()).toBe(0);
    expect(appended).toEqual([]);
  });

  it('stays untold while the log takes nothing', async () => {
    await merge();
    isDown = true;
    await expect(tell()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    isDown = false;
    expect(await tell()).toBe(1);
  });

  it('taken back is told from what was prepared, once by its id, whoever died in between', async () => {
    await merge();
    await tell();
    appended.length = 0;
    const change: IdentityChange = {
      id: `split-${ANA}-${BEN}-${NOW + 1}`,
      kind: 'split',
      subjectId: BEN,
      otherSubjectId: ANA,
      identifiers: [],
      time: NOW + 1,
      reason: 'two people after all',
      journeys: [`${ANA}.card-1`],
      operator: 'olga',
      restored: [],
      fieldsBack: [],
    };
    const record = codec.encode('IdentityChange', change);
    expect(await store.merges.part({ from: ANA, into: BEN, at: NOW + 1 }, record)).toBe(true);
    isDown = true;
    await expect(tell(NOW + 2)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    isDown = false;
    expect(await tell(NOW + 2)).toBe(1);
    expect(appended.map(({ topic, key }) => [topic, key])).toEqual([
      [Topics.interactions, BEN],
      [Topics.identityEvents, BEN],
    ]);
    expect(changes()).toEqual([{ name: 'IdentityChange', value: change }]);
    expect(await tell(NOW + 2)).toBe(0);
  });

  it('whose record cannot be read is told of, and holds up no other', async () => {
    await store.untold.note({
      kind: 'split',
      from: CLEO,
      into: BEN,
      at: NOW,
      record: Uint8Array.from([1, 2, 3]),
    });
    await merge();
    await expect(tell()).rejects.toMatchObject({ code: 'UNREADABLE' });
    expect(changes()).toMatchObject([{ value: { kind: 'merged', subjectId: ANA } }]);
  });
});
