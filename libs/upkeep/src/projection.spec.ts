import { afterEach, beforeEach, it } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import { Topics } from '#contracts';
import { openEmbeddedLog } from '#log-embedded';
import { createLogger } from '#observability';
import { type EventLog, type RecordCodec, type StoredRecord, systemClock } from '#ports';
import { eventually, temporaryDirectory } from '#testing';
import { type Projected, Projection, type Stretch } from './projection.js';

const TOPIC = Topics.dispositions;
const logger = createLogger({ level: 'silent', name: 'spec' });

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let log: EventLog;
let codec: RecordCodec;
let running: Projection<string>[];

beforeEach(async () => {
  directory = await temporaryDirectory();
  log = await openEmbeddedLog({ directory: directory.path });
  await log.ensureTopics([{ name: TOPIC, cleanup: 'delete', retentionMs: -1 }], 1);
  codec = await createCodec(fileRegistry());
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((projection) => projection.close()));
  await log.close();
  await directory.remove();
});

const say = (...words: string[]) =>
  log.append(words.map((word) => ({ topic: TOPIC, key: 'k', value: Buffer.from(word) })));

/** Keeps the words of one partition; refuses what is not built on its last. */
class Words implements Projected<string> {
  readonly name = 'words';
  readonly group = 'words';
  readonly topics = [TOPIC];
  said: string[] = [];
  at: number | undefined;

  read({ value }: StoredRecord): string {
    return Buffer.from(value ?? []).toString();
  }
  position(): Promise<number | undefined> {
    return Promise.resolve(this.at);
  }
  apply({ seen, next, changes }: Stretch<string>): Promise<boolean> {
    if (seen !== this.at) return Promise.resolve(false);
    this.said.push(...changes);
    this.at = next;
    return Promise.resolve(true);
  }
}

async function project(words: Words): Promise<void> {
  const source = { log, codec, clock: systemClock, logger };
  const projection = new Projection(source, words);
  running.push(projection);
  await projection.start((error) => {
    throw error;
  });
}
const holds = (words: Words, ...said: string[]) =>
  eventually(`it holds ${said.join()}`, () => words.said.join() === said.join());

it('a store that another process took on in between loses nothing and doubles nothing', async () => {
  const words = new Words();
  await project(words);
  await say('a', 'b');
  await holds(words, 'a', 'b');
  const taken = words.apply.bind(words);
  words.apply = async (stretch) => {
    words.apply = taken;
    // One that lost the partition and does not know it applies less than what comes now.
    await taken({ ...stretch, next: stretch.next - 1, changes: stretch.changes.slice(0, -1) });
    return taken(stretch);
  };
  await say('c', 'd');
  await holds(words, 'a', 'b', 'c', 'd');
  await say('e');
  await holds(words, 'a', 'b', 'c', 'd', 'e');
});

it('a store that was emptied under a running process has all again with the next record', async () => {
  const words = new Words();
  await project(words);
  await say('a', 'b', 'c');
  await holds(words, 'a', 'b', 'c');
  words.at = undefined;
  words.said = [];
  await say('d');
  await holds(words, 'a', 'b', 'c', 'd');
});

it('a store that was taken back to a backup goes on from there', async () => {
  const words = new Words();
  await project(words);
  await say('a', 'b', 'c');
  await holds(words, 'a', 'b', 'c');
  words.at = 1;
  words.said = ['a'];
  await say('d');
  await holds(words, 'a', 'b', 'c', 'd');
});

it('a store that has come further than the log, which was made anew, begins at the beginning', async () => {
  const words = new Words();
  words.at = 70;
  await say('a', 'b');
  await project(words);
  await holds(words, 'a', 'b');
  await say('c');
  await holds(words, 'a', 'b', 'c');
});
