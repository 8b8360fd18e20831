import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { type Epoch, type Shard, SHARDS } from '#contracts';
import { shardCommit, subjectsIn, subjectWrite } from '#testing';
import type { Call } from '../connection/connection.js';
import { commitCall } from './commands/commit.js';
import { resetCall } from './commands/reset.js';
import { searchCall, FROM_LATEST } from './commands/search.js';
import { takeCall } from './commands/take.js';
import { shardKeys } from './shard-keys.js';

/** CLUSTER KEYSLOT, as the Redis client works it out. */
const keySlot: (key: string) => number = createRequire(import.meta.url)('cluster-key-slot');

describe('in a cluster', () => {
  const clocks = ['live', 'bank {2012}'];

  it.each([0, 17, 255])('every script call on shard %d stays in one slot', (number) => {
    const shard = number as Shard;
    const keys = shardKeys('throughline:', shard);
    const due = [{ clock: 'bank {2012}', at: 5 }];
    const subjects = subjectsIn(shard, 2).map((subject) => subjectWrite(subject, { due }));
    const calls: Call[] = [
      takeCall(keys, 0),
      commitCall(keys, shardCommit(shard, 1 as Epoch, 0, { subjects }), clocks),
      resetCall(keys, 1 as Epoch, clocks),
      searchCall(keys, FROM_LATEST, 10, undefined),
    ];
    for (const call of calls) {
      const slots = 'script' in call ? call.keys.map((key) => keySlot(key)) : [];
      expect(new Set(slots)).toEqual(new Set([keySlot(`{s${number}}`)]));
    }
  });

  it('shards spread over the slots', () => {
    const slots = new Set<number>();
    for (let shard = 0; shard < SHARDS; shard++) {
      slots.add(keySlot(shardKeys('throughline:', shard as Shard).shard));
    }
    expect(slots.size).toBeGreaterThan(SHARDS * 0.95);
  });
});
