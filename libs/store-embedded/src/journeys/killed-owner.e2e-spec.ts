import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Shard } from '#contracts';
import { eventually, runSource, subjectsIn, temporaryDirectory, text } from '#testing';
import { openEmbeddedJourneyStore } from './journey-store.js';

const SHARD = 17 as Shard;
const SUBJECTS = subjectsIn(SHARD, 3);
const WRITER = join(import.meta.dirname, '../../../testing/src/journey-store-writer.ts');

describe('an embedded store whose owner is killed with SIGKILL in the middle of its commits', () => {
  it('holds every answered commit, the last one whole, and goes on', async () => {
    const directory = await temporaryDirectory();
    const owner = runSource(WRITER, [directory.path]);
    try {
      await eventually('fifty commits are answered', () => owner.lines.length >= 50);
      await owner.kill();
      const answered = Number(owner.lines.at(-1));

      const store = await openEmbeddedJourneyStore({ directory: directory.path });
      const { watermark, outbox } = await store.take(SHARD);
      const offset = watermark?.offset ?? -1;
      expect(offset).toBeGreaterThanOrEqual(answered);
      expect(outbox.map((entry) => text(entry.payload))).toEqual(
        Array.from({ length: offset + 1 }, (_, i) => `outputs ${i}`),
      );
      for (const subject of SUBJECTS) {
        expect(text(await store.subject(subject))).toBe(`state ${offset}`);
        expect(await store.history(subject)).toHaveLength(offset + 1);
      }
      expect(await store.counts()).toMatchObject([{ count: SUBJECTS.length }]);
      await store.close();
    } finally {
      await owner.kill();
      await directory.remove();
    }
  }, 300_000);

  it('is read by another process meanwhile', async () => {
    const directory = await temporaryDirectory();
    const store = await openEmbeddedJourneyStore({ directory: directory.path });
    const owner = runSource(WRITER, [directory.path]);
    try {
      for (const atLeast of [1, 20, 60]) {
        await eventually(`the reader sees offset ${atLeast}`, async () => {
          const watermark = (await store.watermarks()).get(SHARD);
          return (watermark?.offset ?? -1) >= atLeast;
        });
      }
      expect(owner.errors()).toBe('');
    } finally {
      await owner.kill();
      await store.close();
      await directory.remove();
    }
  }, 300_000);
});
