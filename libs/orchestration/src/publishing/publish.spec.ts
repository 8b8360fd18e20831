import { beforeAll, describe, expect, it } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import { Topics, type DeadLetter } from '#contracts';
import { ThroughlineError, type OutgoingRecord, type RecordCodec } from '#ports';
import { deadLetterOutput } from './dead-letters.js';
import type { Output } from './outputs.js';
import { publish } from './publish.js';

const LIMIT = 70_000;

describe('publishing outputs', () => {
  let codec: RecordCodec;

  beforeAll(async () => {
    codec = await createCodec(fileRegistry());
  });

  /** What is in the log after publishing to one that takes `LIMIT` bytes a record, and what was told of. */
  const published = async (outputs: readonly Output[]) => {
    const log: OutgoingRecord[] = [];
    const problems: string[] = [];
    const replaced = await publish(
      {
        codec,
        observer: { problem: (_error, what) => void problems.push(what) },
        partition: 3,
        append: (records) => {
          if (records.some(({ value }) => (value?.length ?? 0) > LIMIT)) {
            return Promise.reject(new ThroughlineError('TOO_LARGE', 'the broker refuses it'));
          }
          log.push(...records);
          return Promise.resolve([]);
        },
      },
      outputs,
    );
    return { log, problems, replaced };
  };
  const event = (id: string, bytes = 10): Output => ({
    topic: Topics.journeyEvents,
    key: 'ana.1',
    id,
    type: 'journey.captured',
    time: 1_000,
    value: new Uint8Array(bytes).fill(7),
  });
  const letterIn = (record: OutgoingRecord | undefined): DeadLetter => {
    const decoded = codec.decode(record?.value ?? null);
    if (decoded.name !== 'DeadLetter') throw new Error(`it is a ${decoded.name}`);
    return decoded.value;
  };
  const ids = (log: readonly OutgoingRecord[]) => log.map(({ headers }) => headers?.['ce_id']);

  it('keeps their order, and puts a letter with its beginning in the place of one that is too large', async () => {
    const outputs = [event('a'), event('b'), event('c', 200_000), event('d'), event('e')];
    const { log, problems, replaced } = await published(outputs);
    expect(ids(log)).toEqual(['a', 'b', 'dl-c', 'd', 'e']);
    expect(replaced).toBe(1);
    expect(problems).toEqual([expect.stringContaining('publish c')]);
    expect(log[2]).toMatchObject({ topic: Topics.deadLetters, key: 'ana.1', partition: 3 });
    const letter = letterIn(log[2]);
    expect(letter).toMatchObject({ id: 'dl-c', reason: 'TOO_LARGE', topic: Topics.journeyEvents });
    expect(letter.causes).toEqual([expect.stringContaining('200000 bytes')]);
    expect(letter.value?.length).toBe(65_536);
  });

  it('cuts a letter that is itself too large, under its own id', async () => {
    const record = {
      topic: Topics.interactions,
      partition: 3,
      offset: 9,
      timestamp: 5,
      key: new Uint8Array(100_000).fill(65),
      value: new Uint8Array(100_000),
      headers: { custom: new Uint8Array(100_000) },
    };
    const error = new ThroughlineError('UNREADABLE', 'y'.repeat(100_000));
    const { log } = await published([deadLetterOutput(codec, record, 'UNREADABLE', error, null)]);
    expect(ids(log)).toEqual(['dl-3-9']);
    expect(letterIn(log[0])).toMatchObject({ reason: 'UNREADABLE', offset: 9, headers: {} });
    expect(log[0]?.key).toBe('A'.repeat(256));
  });

  it('says nothing of a time that no calendar has', async () => {
    const { log } = await published([{ ...event('a'), time: 9e15 }]);
    expect(log[0]?.headers).toMatchObject({ ce_id: 'a', ce_subject: 'ana.1' });
    expect(log[0]?.headers).not.toHaveProperty('ce_time');
  });

  it('passes on every other failure', async () => {
    const append = () => Promise.reject(new ThroughlineError('CLOSED', 'the log was closed'));
    const publishing = { codec, observer: {}, partition: 3, append };
    await expect(publish(publishing, [event('a')])).rejects.toMatchObject({ code: 'CLOSED' });
  });
});
