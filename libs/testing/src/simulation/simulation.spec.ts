import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runSource } from '../child-process.js';
import { runs } from '../depth.js';

/**
 * `SEEDS=20000 npx jest simulation` looks longer, `FIRST_SEED=5000` elsewhere; `SEED=123 npx jest simulation` plays one run
 * again.
 */
const only = process.env['SEED'];
const count = Number(process.env['SEEDS'] ?? runs(300, 10_000));
const first = Number(only ?? process.env['FIRST_SEED'] ?? 1);
const last = only === undefined ? first + count - 1 : first;

describe('the loop over a simulated log, store and clock', () => {
  it(`keeps every promise under every seed from ${first} to ${last}`, async () => {
    const play = runSource(join(import.meta.dirname, 'play-seeds.ts'), [
      String(first),
      String(last),
    ]);
    try {
      const code = await play.exited;
      expect({ code, errors: play.errors(), said: play.lines }).toEqual({
        code: 0,
        errors: '',
        said: [`${last - first + 1} seeds played, 0 failed`],
      });
    } finally {
      await play.kill();
    }
  }, 3_600_000);
});
