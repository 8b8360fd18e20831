import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import { TOPIC_SPECS } from '#contracts';
import { type Catalogue, deploy, openCatalogue, setShare } from '#definitions';
import { openKafkaLog } from '#log-kafka';
import { type EventLog, type RecordCodec, systemClock as clock } from '#ports';
import { prefixedLog } from './prefixed-log.js';

const brokers = process.env['TEST_KAFKA_BROKERS'];
const ifKafka = brokers === undefined ? describe.skip : describe;

const journey = (version: number, title: string) => `journey: a
version: ${version}
title: ${title}
startsOn: [a.started]
initial: begin
states:
  begin: { on: { a.ended: { target: end } } }
  end: { type: final, outcome: done }
`;

ifKafka('the catalogue on a real Kafka', () => {
  const prefix = `c-${randomUUID().slice(0, 8)}-`;
  const logs: EventLog[] = [];
  const catalogues: Catalogue[] = [];
  const problems: string[] = [];
  let codec: RecordCodec;

  /** As a process of its own has it. */
  async function open(): Promise<Catalogue> {
    const log = prefixedLog(await openKafkaLog({ brokers: [brokers ?? ''] }), prefix);
    logs.push(log);
    await log.ensureTopics(TOPIC_SPECS, 4);
    const problem = (error: unknown): void => void problems.push(String(error));
    const catalogue = await openCatalogue({ log, codec, clock, problem });
    catalogues.push(catalogue);
    return catalogue;
  }

  const deployed = async (catalogue: Catalogue, version: number, title: string, share = 100) => {
    const by = { operator: 'olga', reason: null };
    const text = journey(version, title);
    return (await deploy({ catalogue, clock }, { text, file: 'a.yaml', share, ...by })).kind;
  };

  beforeAll(async () => {
    codec = await createCodec(fileRegistry());
  });
  afterAll(async () => {
    for (const one of catalogues) await one.close();
    for (const one of logs) await one.close();
  }, 300_000);

  it('is the same for all who follow it, and one of two who race wins', async () => {
    const [one, other] = [await open(), await open()];
    expect(await deployed(one, 1, 'First')).toBe('deployed');
    await other.until(1);
    expect(other.current().latest('a')?.title).toBe('First');

    const kinds = await Promise.all([deployed(one, 2, 'Same', 30), deployed(other, 2, 'Same', 30)]);
    expect(kinds).toContain('deployed');
    const rivals = await Promise.all([deployed(one, 3, 'One'), deployed(other, 3, 'Other')]);
    expect(rivals.sort()).toEqual(['conflict', 'deployed']);

    const back = { name: 'a', version: 3, share: 0, operator: 'olga', reason: 'worse' };
    expect((await setShare({ catalogue: other, clock }, back)).kind).toBe('changed');
    await one.refresh();
    const later = await open();
    for (const catalogue of [one, other, later]) {
      expect(catalogue.current().offers()).toEqual([{ name: 'a', stable: 1, canary: undefined }]);
      expect(catalogue.current().get('a', 3)?.title).toBe(one.current().get('a', 3)?.title);
      expect(catalogue.current().known).toBe(later.current().known);
    }
    const loser = expect.stringContaining('another text is a@3 already');
    // Who saw the rival's version before its own was appended appended nothing; else everybody is told that it is void.
    const told = problems.length === 0 ? [] : catalogues.map(() => loser);
    expect(problems).toEqual(told);
  }, 300_000);
});
