/**
 * `node --import ./libs/testing/src/run-sources.mjs libs/testing/src/simulation/play-seeds.ts FIRST LAST` plays the seeds
 * from FIRST to LAST, says of each failing one what is wrong, and ends with how many were played. Outside jest, whose
 * module sandbox makes the play several times slower.
 */
import { createCodec, fileRegistry } from '#avro';
import { simulate } from './simulate.js';

const [first = 1, last = first] = process.argv.slice(2).map(Number);
// Errors are part of the play here, and their stacks half of what a run costs. One seed alone is being looked into.
if (last > first) Error.stackTraceLimit = 0;

const codec = await createCodec(fileRegistry());
let failed = 0;
for (let seed = first; seed <= last; seed++) {
  const wrong = await findingsOf(seed);
  if (wrong.length === 0) continue;
  failed++;
  console.log(`seed ${seed} fails; play it again with SEED=${seed}\n  ${wrong.join('\n  ')}`);
}
console.log(`${last - first + 1} seeds played, ${failed} failed`);

async function findingsOf(seed: number): Promise<string[]> {
  try {
    const { report, faults } = await simulate(seed, codec);
    const { records, outputs, timers } = report.underWay;
    if (report.clean && records + outputs + timers === 0) return [];
    const findings = report.findings.map(({ code, what, where }) => `${code} ${what} (${where})`);
    const underWay = `${records} records, ${outputs} outputs, ${timers} timers under way`;
    return [...findings, underWay, `after: ${faults.join(', ')}`];
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}
