import type { Epoch } from '#contracts';
import type { Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';
import type { ShardKeys } from '../shard-keys.js';

const RESET = scriptsBeside(import.meta.url)('reset');

/** `reset.lua`: empties a shard. `clocks`: those that its subjects may have timers on. */
export function resetCall(keys: ShardKeys, epoch: Epoch, clocks: readonly string[]): Call {
  const { due, shard, ...others } = keys;
  return {
    script: RESET,
    keys: [shard, ...Object.values(others), ...clocks.map((clock) => due(clock))],
    args: [epoch, ...clocks],
  };
}
