import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import type { RecordCodec } from '#ports';
import { simulate } from './simulate.js';

/** `SEEDS=20000 npx jest simulation` looks longer; `SEED=123 npx jest simulation` plays one run again. */
const only = process.env['SEED'];
const count = Number(process.env['SEEDS'] ?? 1_000);
const first = only === undefined ? Number(process.env['FIRST_SEED'] ?? 1) : Number(only);
const last = only === undefined ? first + count - 1 : first;

describe('the loop over a simulated log, store and clock', () => {
  let codec: RecordCodec;

  // Errors are part of the play here, and their stacks half of what a run costs.
  const { stackTraceLimit } = Error;
  beforeAll(() => void (Error.stackTraceLimit = only === undefined ? 0 : stackTraceLimit));
  afterAll(() => void (Error.stackTraceLimit = stackTraceLimit));

  beforeAll(async () => {
    codec = await createCodec(fileRegistry());
  });

  it('keeps every promise under every seed', async () => {
    for (let seed = first; seed <= last; seed++) {
      try {
        const { report, faults } = await simulate(seed, codec);
        if (report.clean) continue;
        const findings = report.findings.map(
          ({ code, what, where }) => `${code} ${what} (${where})`,
        );
        throw new Error([...findings, `after: ${faults.join(', ')}`].join('\n'));
      } catch (cause) {
        throw new Error(`seed ${seed} fails; play it again with SEED=${seed}`, { cause });
      }
    }
    expect(last).toBeGreaterThanOrEqual(first);
  }, 600_000);
});
