/**
 * A process that owns shard 17 of the embedded store in the directory it is given and commits one record after the other,
 * for ever. It prints the offset of each commit once that is answered.
 */
import type { Shard } from '#contracts';
import { openEmbeddedJourneyStore } from '#store-embedded';
import { bytes, shardCommit, subjectsIn, subjectWrite } from './journey-store-material.js';

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('give a directory');

const shard = 17 as Shard;
const subjects = subjectsIn(shard, 3);
const store = await openEmbeddedJourneyStore({ directory });
const { epoch } = await store.take(shard);
for (let offset = 0; ; offset++) {
  const state = bytes(`state ${offset}`);
  const writes = subjects.map((subject) => subjectWrite(subject, { state, offsets: [offset] }));
  const outbox = bytes(`outputs ${offset}`);
  await store.commit([shardCommit(shard, epoch, offset, { subjects: writes, outbox })]);
  console.log(offset);
}
