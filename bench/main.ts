/**
 * `npm run bench`: measures the built project on real parts and holds it against the goals. Prints a table and writes
 * bench/report.json. A part that cannot be measured is reported with the reason; the others go on.
 */
import { writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { measureContinuations } from './continuations/measure-continuations.ts';
import { measureDecide } from './decide/measure-decide.ts';
import { measureGateway } from './gateway/measure-gateway.ts';
import { measureHandOff } from './hand-off/measure-hand-off.ts';
import { measureIdentity } from './identity/measure-identity.ts';
import { measureLoop } from './loop/measure-loop.ts';
import { type Finding, meetsGoal, type Report } from './measure/finding.ts';
import { describeMachine } from './measure/machine.ts';
import { tableOf } from './measure/print-table.ts';
import { measureMemory } from './memory/measure-memory.ts';
import { type Options, readOptions, type Section } from './options.ts';
import {
  EMBEDDED,
  type RunningStack,
  type Stack,
  startKafkaAndRedis,
} from './services/infrastructure.ts';
import { measureStart } from './start/measure-start.ts';

type OnStack = (stack: Stack, options: Options, report: Report) => Promise<void>;
type Alone = (options: Options, report: Report) => Promise<void>;

/** What each section measures: once, or on each log and store. */
const MEASURES: Readonly<
  Record<Section, { readonly alone: Alone } | { readonly onStack: OnStack }>
> = {
  decide: { alone: measureDecide },
  loop: { onStack: measureLoop },
  memory: { alone: measureMemory },
  'hand-off': { onStack: measureHandOff },
  continuations: { onStack: measureContinuations },
  gateway: { onStack: measureGateway },
  start: { alone: measureStart },
  identity: { alone: measureIdentity },
};

const options = readOptions(process.argv.slice(2));
const began = new Date();
const machine = describeMachine();
const findings: Finding[] = [];
const report: Report = (finding) => findings.push(finding);

for (const section of options.sections) {
  const measure = MEASURES[section];
  if ('alone' in measure) await attempt(section, () => measure.alone(options, report));
  else await onBothStacks(section, measure.onStack);
  // After each section: a run that is cut short keeps what it found.
  await writeReport();
}

process.stdout.write(`${tableOf(findings)}\n`);
process.stdout.write(`\nwritten to ${options.out}\n`);
process.exit(0);

/** A fresh Kafka and Redis each time, so that one section's data is not another's burden. */
async function onBothStacks(section: Section, measure: OnStack): Promise<void> {
  let stack: RunningStack | undefined;
  await attempt(`${section}, kafka-redis`, async () => {
    stack = await startKafkaAndRedis();
    await measure(stack, options, report);
  });
  await stack?.stop();
  await attempt(`${section}, embedded`, () => measure(EMBEDDED, options, report));
}

async function attempt(section: string, measure: () => Promise<void>): Promise<void> {
  process.stderr.write(`measuring ${section} …\n`);
  try {
    await measure();
  } catch (error) {
    const notMeasured =
      error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    report({ section, what: 'the rest of this section', unit: '', notMeasured });
  }
}

/** Formatted as the project's files are, because it is one of them. */
async function writeReport(): Promise<void> {
  const style = await resolveConfig(import.meta.filename);
  await writeFile(
    options.out,
    await format(JSON.stringify(asWritten()), { ...style, parser: 'json' }),
  );
}

function asWritten(): unknown {
  return {
    date: began.toISOString(),
    command: `npm run bench -- ${process.argv.slice(2).join(' ')}`.trimEnd(),
    tookSeconds: Math.round((Date.now() - began.getTime()) / 1_000),
    machine,
    options,
    findings: findings.map((finding) => ({ ...finding, meetsGoal: meetsGoal(finding) })),
  };
}
