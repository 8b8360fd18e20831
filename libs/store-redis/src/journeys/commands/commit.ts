import type { ShardCommit, SubjectWrite } from '#ports';
import type { Argument, Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';
import { encodeHistoryBlock } from '../history-block.js';
import { kindText } from '../kind.js';
import type { ShardKeys } from '../shard-keys.js';

const COMMIT = scriptsBeside(import.meta.url)('commit');

/** `commit.lua`: everything one shard changes at once. `clocks`: those that its subjects may have had timers on. */
export function commitCall(keys: ShardKeys, commit: ShardCommit, clocks: readonly string[]): Call {
  const { watermark, outbox, subjects } = commit;
  const args: Argument[] = [
    commit.epoch,
    watermark.partition,
    watermark.offset,
    commit.follows ?? '',
    commit.publishedUpTo,
    outbox === undefined ? '0' : '1',
    outbox === undefined ? '' : asBuffer(outbox),
    clocks.length,
    ...clocks,
    subjects.length,
  ];
  for (const write of subjects) pushSubject(args, write, watermark.partition, clocks);
  return {
    script: COMMIT,
    keys: [
      keys.shard,
      keys.subjects,
      keys.index,
      keys.seen,
      keys.kinds,
      keys.names,
      keys.outbox,
      keys.history,
      keys.archived,
      keys.archives,
      ...clocks.map((clock) => keys.due(clock)),
    ],
    args,
  };
}

function pushSubject(
  args: Argument[],
  write: SubjectWrite,
  partition: number,
  clocks: readonly string[],
): void {
  args.push(write.subject, asBuffer(write.state), write.due.length);
  for (const { clock, at } of write.due) args.push(clocks.indexOf(clock) + 1, at);
  args.push(encodeHistoryBlock(partition, write.offsets), write.journeys.length);
  for (const journey of write.journeys) {
    args.push(journey.journeyId, kindText(journey), journey.lastSeen);
  }
  args.push(write.forgetsArchived === true ? '1' : '0', write.archived.length);
  for (const { journeyId, state } of write.archived) args.push(journeyId, asBuffer(state));
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
