import type { Epoch } from '#contracts';
import type { Call } from '../connection.js';
import type { ShardKeys } from '../keys.js';
import { script } from '../script.js';

const RESET = script('reset');

/** `reset.lua`: empties a shard. `clocks`: those that its subjects may have timers on. */
export function resetCall(keys: ShardKeys, epoch: Epoch, clocks: readonly string[]): Call {
  const { due, shard, ...others } = keys;
  return {
    script: RESET,
    keys: [shard, ...Object.values(others), ...clocks.map((clock) => due(clock))],
    args: [epoch, ...clocks],
  };
}
