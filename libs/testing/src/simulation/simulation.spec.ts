import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runSource } from '../child-process.js';

/** `SEEDS=20000 npx jest simulation` looks longer; `SEED=123 npx jest simulation` plays one run again. */
const only = process.env['SEED'];
const count = Number(process.env['SEEDS'] ?? 1_000);
const first = only === undefined ? Number(process.env['FIRST_SEED'] ?? 1) : Number(only);
const last = only === undefined ? first + count - 1 : first;

describe('the loop over a simulated log, store and clock', () => {
  it('keeps every promise under every seed', async () => {
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
  }, 900_000);
});
