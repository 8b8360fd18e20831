import { parseArgs } from 'node:util';

/** The parts of the benchmark, in the order they run. */
export const SECTIONS = [
  'decide',
  'loop',
  'memory',
  'hand-off',
  'continuations',
  'gateway',
  'start',
  'identity',
] as const;
export type Section = (typeof SECTIONS)[number];

/** How much is measured. */
export interface Options {
  readonly sections: readonly Section[];
  /** Runs that count; one more goes before, to warm up. */
  readonly runs: number;
  /** Interactions preloaded for each run of the loop. */
  readonly events: number;
  /** Customers those interactions are of. */
  readonly subjects: number;
  /** Journeys the memory is divided by. */
  readonly journeys: number;
  /** Length of one step of a load, s. */
  readonly seconds: number;
  /** File the report is written to. */
  readonly out: string;
  /** Directory for CPU profiles of the loop; absent: it is not profiled, which costs time of its own. */
  readonly profile?: string;
}

const USAGE = `usage: npm run bench -- [--quick] [--only ${SECTIONS.join(',')}]
  [--runs N] [--events N] [--subjects N] [--journeys N] [--seconds N] [--out file] [--profile directory]`;

/** Reads the command line. Throws an error that shows the usage. */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: text,
      runs: text,
      events: text,
      subjects: text,
      journeys: text,
      seconds: text,
      out: text,
      profile: text,
    },
  });
  const { quick } = values;
  const events = count('events', values.events, quick ? 10_000 : 40_000);
  return {
    sections: sectionsOf(values.only),
    runs: count('runs', values.runs, quick ? 3 : 5),
    events,
    subjects: count('subjects', values.subjects, Math.ceil(events / 4)),
    journeys: count('journeys', values.journeys, 10_000),
    seconds: count('seconds', values.seconds, quick ? 3 : 10),
    out: values.out ?? 'bench/report.json',
    ...(values.profile === undefined ? {} : { profile: values.profile }),
  };
}

function sectionsOf(only: string | undefined): readonly Section[] {
  if (only === undefined) return SECTIONS;
  return only.split(',').map((name) => {
    const section = SECTIONS.find((one) => one === name);
    if (section === undefined) throw new Error(`there is no section ${name}\n${USAGE}`);
    return section;
  });
}

function count(name: string, given: string | undefined, otherwise: number): number {
  const value = given === undefined ? otherwise : Number(given);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new Error(`--${name} ${given} is not a number from 1 on\n${USAGE}`);
}
