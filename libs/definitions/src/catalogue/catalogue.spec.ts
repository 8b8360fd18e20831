import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import { type DefinitionDeployment, Topics, TOPIC_SPECS } from '#contracts';
import { openEmbeddedLog } from '#log-embedded';
import { type Clock, type EventLog, type RecordCodec, systemClock } from '#ports';
import { eventually, temporaryDirectory } from '#testing';
import {
  type Catalogue,
  deploy,
  deployFiles,
  type DeployOutcome,
  openCatalogue,
  setShare,
} from '../index.js';
import { textHash } from './definition-text.js';
import { versionRecord } from './deploy.js';

const journey = (version: number, title = 'A journey', name = 'a') => `journey: ${name}
version: ${version}
title: ${title}
startsOn: [a.started]
initial: begin
states:
  begin: { on: { a.ended: { target: end } } }
  end: { type: final, outcome: done }
`;

describe('the catalogue', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let log: EventLog;
  let codec: RecordCodec;
  let catalogue: Catalogue;
  let problems: string[];
  const opened: Catalogue[] = [];

  async function open(over: EventLog = log): Promise<Catalogue> {
    const problem = (error: unknown): void => void problems.push(String(error));
    const one = await openCatalogue({ log: over, codec, clock: systemClock, problem });
    opened.push(one);
    return one;
  }

  beforeEach(async () => {
    directory = await temporaryDirectory();
    problems = [];
    log = await openEmbeddedLog({ directory: join(directory.path, 'log') });
    await log.ensureTopics(TOPIC_SPECS, 2);
    codec = await createCodec(fileRegistry());
    catalogue = await open();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    await log.close();
    await directory.remove();
  });

  function deployed(text: string, share = 100, by = catalogue): Promise<DeployOutcome> {
    const request = { text, file: 'a.yaml', share, operator: 'olga', reason: null };
    return deploy({ catalogue: by, clock: systemClock }, request);
  }

  function shared(version: number, share: number) {
    const request = { name: 'a', version, share, operator: 'olga', reason: 'a try' };
    return setShare({ catalogue, clock: systemClock }, request);
  }

  async function appended(record: Partial<DefinitionDeployment>): Promise<number> {
    const whole = versionRecord(
      { name: 'a', version: 1, text: journey(1), share: 100, operator: 'olga', reason: null },
      systemClock,
    );
    const value = codec.encode('DefinitionDeployment', { ...whole, ...record });
    return append(value);
  }

  async function append(value: Uint8Array): Promise<number> {
    const topic = Topics.definitions;
    const [position] = await log.append([{ topic, partition: 0, key: 'a', value }]);
    const deployment = (position?.offset ?? -1) + 1;
    await catalogue.until(deployment);
    return deployment;
  }

  async function folder(files: Readonly<Record<string, string>>): Promise<string> {
    const path = join(directory.path, 'journeys');
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), text);
    }
    return path;
  }

  const fromFiles = (path: string, by = catalogue, clock: Clock = systemClock): Promise<void> =>
    deployFiles({ catalogue: by, clock }, path);

  const inForce = (by = catalogue): unknown => by.current().offers();

  describe('deploys', () => {
    it('a version for all, then a canary, which is promoted or taken back', async () => {
      expect(await deployed(journey(1))).toMatchObject({ kind: 'deployed', deployment: 1 });
      expect(await deployed(journey(2), 30)).toMatchObject({ kind: 'deployed', deployment: 2 });
      expect(inForce()).toEqual([{ name: 'a', stable: 1, canary: { version: 2, share: 30 } }]);
      expect(await shared(2, 100)).toEqual({ kind: 'changed', deployment: 3 });
      expect(inForce()).toEqual([{ name: 'a', stable: 2, canary: undefined }]);
      expect(await shared(2, 0)).toEqual({ kind: 'changed', deployment: 4 });
      expect(inForce()).toEqual([{ name: 'a', stable: 1, canary: undefined }]);
      expect(problems).toEqual([]);
    });

    it('the same text once, whatever its line ends', async () => {
      await deployed(journey(1));
      const again = await deployed(journey(1).replaceAll('\n', '\r\n'));
      expect(again).toMatchObject({ kind: 'known', deployment: 1 });
      expect(catalogue.entries()).toHaveLength(1);
    });

    it('no other text as the same version, and no lower version', async () => {
      await deployed(journey(4));
      expect(await deployed(journey(4, 'Another'))).toEqual({
        kind: 'conflict',
        message: expect.stringContaining('The next version of a is 5.'),
      });
      expect(await deployed(journey(3))).toEqual({
        kind: 'conflict',
        message: 'a@4 is deployed already; versions only rise. The next version of a is 5.',
      });
      expect(catalogue.entries()).toHaveLength(1);
    });

    it('nothing of a definition with errors, and says all of them', async () => {
      const outcome = await deployed(journey(1).replace('target: end', 'target: ende'));
      expect(outcome).toMatchObject({ kind: 'invalid' });
      expect(outcome.kind === 'invalid' && outcome.faults.map(({ line }) => line)).toContain(7);
      expect(catalogue.entries()).toEqual([]);
    });

    it('no share for what is not deployed, or is what all others start on', async () => {
      await deployed(journey(1));
      expect(await shared(2, 10)).toEqual({ kind: 'not-found', message: 'a@2 is not deployed' });
      expect(await shared(1, 10)).toMatchObject({ kind: 'conflict' });
      expect(await shared(1, 100)).toEqual({ kind: 'same', deployment: 1 });
      expect(catalogue.entries()).toHaveLength(1);
    });

    it('once when two do it at the same time', async () => {
      const other = await open();
      const outcomes = await Promise.all([
        deployed(journey(1), 100, catalogue),
        deployed(journey(1), 100, other),
      ]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['deployed', 'known']),
      );
      await Promise.all([catalogue.refresh(), other.refresh()]);
      expect(inForce(other)).toEqual(inForce());
      expect(problems).toEqual([]);
    });

    it('one of two texts that race for a version; the other is told', async () => {
      const other = await open();
      const outcomes = await Promise.all([
        deployed(journey(1, 'One'), 100, catalogue),
        deployed(journey(1, 'Other'), 100, other),
      ]);
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['conflict', 'deployed']);
      await Promise.all([catalogue.refresh(), other.refresh()]);
      expect(catalogue.current().get('a', 1)?.title).toBe(other.current().get('a', 1)?.title);
    });
  });

  describe('follows', () => {
    it('what others deploy, and reads it all when it is opened', async () => {
      const other = await open();
      await deployed(journey(1), 100, other);
      await eventually('the catalogue knows', () => catalogue.current().known === 1);
      const later = await open();
      expect(inForce(later)).toEqual(inForce(other));
    });

    it('the topic past what it cannot read', async () => {
      expect(await append(new Uint8Array([0, 0, 0, 0, 99, 1]))).toBe(1);
      expect(await append(codec.encode('ClockAdvanced', { clock: 'live', time: 1 }))).toBe(2);
      expect(await appended({ hash: 'no hash of it' })).toBe(3);
      expect(await appended({ kind: 'unheard-of' })).toBe(4);
      expect(await appended({})).toBe(5);
      expect(inForce()).toEqual([{ name: 'a', stable: 1, canary: undefined }]);
      expect(catalogue.entries().map(({ voided }) => voided)).toEqual([
        expect.stringContaining('the record cannot be read'),
        'the record is a ClockAdvanced',
        expect.stringContaining('not what its hash says'),
        undefined,
        undefined,
      ]);
      expect(problems).toHaveLength(3);
    });

    it('a text that this build cannot compile, loudly, and keeps the others', async () => {
      await deployed(journey(1, 'A journey', 'b'));
      const text = journey(1).replace('target: end', 'target: ende');
      await appended({ text, hash: textHash(text) });
      expect(catalogue.current().get('a', 1)).toBeUndefined();
      expect(
        catalogue
          .current()
          .startedBy('a.started')
          .map(({ name }) => name),
      ).toEqual(['b']);
      expect(problems).toEqual([expect.stringContaining('cannot be compiled by this build')]);
      expect(problems[0]).toContain('7:');
      expect(await shared(1, 50)).toMatchObject({ kind: 'conflict' });
    });
  });

  describe('makes those wait who need a deployment', () => {
    it('until it is read', async () => {
      let isKnown = false;
      const waiting = catalogue.until(1).then(() => (isKnown = true));
      expect(isKnown).toBe(false);
      await deployed(journey(1), 100, await open());
      await waiting;
      expect(catalogue.current().known).toBe(1);
    });

    it('but not for ever: it says what is missing', async () => {
      const impatient: Clock = { now: () => 0, until: () => Promise.resolve() };
      const problem = (): void => undefined;
      const one = await openCatalogue({ log, codec, clock: impatient, problem });
      opened.push(one);
      await expect(one.until(7)).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        retryable: true,
        message: expect.stringContaining('deployment 7 of journey definitions is not read yet, 0'),
      });
    });

    it('until it is closed, or they give up', async () => {
      const giveUp = new AbortController();
      const waiting = catalogue.until(1, giveUp.signal);
      giveUp.abort();
      await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' });
      const other = catalogue.until(1);
      await catalogue.close();
      await expect(other).rejects.toMatchObject({ code: 'CLOSED' });
    });
  });

  describe('takes files', () => {
    it('that are not deployed yet, in the order of their versions, and founds', async () => {
      const path = await folder({ 'a/v2.yaml': journey(2), 'a/v1.yaml': journey(1) });
      await fromFiles(path);
      const told = catalogue.entries().map(({ record }) => [record?.kind, record?.version]);
      expect(told).toEqual([
        ['version', 1],
        ['version', 2],
        ['founding', 0],
      ]);
      expect(catalogue.current().at(0).latest('a')?.version).toBe(2);
      await fromFiles(path);
      expect(catalogue.entries()).toHaveLength(3);
      await folder({ 'a/v3.yaml': journey(3) });
      await fromFiles(path);
      expect(catalogue.entries()).toHaveLength(4);
      expect(catalogue.current().latest('a')?.version).toBe(3);
      expect(catalogue.current().at(0).latest('a')?.version).toBe(2);
    });

    it('not when one differs from what is deployed: it says the next version, and deploys none', async () => {
      const path = await folder({ 'a/v1.yaml': journey(1) });
      await fromFiles(path);
      await folder({ 'a/v1.yaml': journey(1, 'Changed'), 'b/v1.yaml': journey(1, 'New', 'b') });
      await expect(fromFiles(path)).rejects.toMatchObject({
        code: 'INVALID',
        message: expect.stringMatching(/a@1 was deployed with another text .* a\/v2[.]yaml/),
      });
      expect(catalogue.current().get('b', 1)).toBeUndefined();
    });

    it('not when one has an error, or comes too late', async () => {
      const path = await folder({ 'a/v1.yaml': journey(1).replace('target: end', 'target: no') });
      await expect(fromFiles(path)).rejects.toThrow('v1.yaml:7:');
      expect(catalogue.entries()).toEqual([]);
      await deployed(journey(5));
      await folder({ 'a/v1.yaml': journey(1) });
      await expect(fromFiles(path)).rejects.toThrow('call it v6.yaml');
    });

    it('that were deployed by an earlier build, also when this one cannot compile them', async () => {
      const text = journey(1).replace('target: end', 'target: ende');
      await appended({ text, hash: textHash(text) });
      await fromFiles(await folder({ 'a/v1.yaml': text }));
      expect(catalogue.current().known).toBe(2);
    });

    it('once when two processes start at the same time', async () => {
      const path = await folder({ 'a/v1.yaml': journey(1), 'a/v2.yaml': journey(2) });
      const other = await open();
      await Promise.all([fromFiles(path), fromFiles(path, other)]);
      await Promise.all([catalogue.refresh(), other.refresh()]);
      expect(inForce(other)).toEqual(inForce());
      expect(inForce()).toEqual([{ name: 'a', stable: 2, canary: undefined }]);
      expect(catalogue.current().at(0).offers()).toEqual(inForce());
      const standing = catalogue.entries().filter(({ voided }) => voided === undefined);
      expect(standing.map(({ record }) => record?.kind)).toEqual([
        'version',
        'version',
        'founding',
      ]);
      expect(problems).toEqual([]);
    });
  });
});
