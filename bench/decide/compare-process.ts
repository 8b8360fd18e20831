/** Our chart, XState and the whole of `decide` on the same records, in turns in one process. */
import { answerJob } from '../services/worker.ts';
import { type CompareJob, type CompareResult, type Contender, CONTENDERS } from './decide-job.ts';
import { contenders, type Engine } from './engines.ts';
import { Log } from './fold-all.ts';
import { type Schedule, scheduleOf } from './schedule.ts';
import { trafficOf } from './traffic.ts';

answerJob(async (job: CompareJob): Promise<CompareResult> => {
  const { source, definitions, records } = await trafficOf(job);
  // XState's share of a long log would take minutes.
  const log = new Log(definitions, records.slice(0, job.events));
  const schedule = scheduleOf(definitions, log, log.records.length);
  const engines = contenders(schedule.guards);
  const micros: Record<Contender, number[]> = {
    'ours, CEL guards': [],
    'xstate, CEL guards': [],
    'ours, plain guards': [],
    'xstate, plain guards': [],
    'xstate without its actor, plain guards': [],
  };
  const decide: number[] = [];
  const turns = [
    () => decide.push(microsOf(() => foldAll(log)) / log.records.length),
    ...CONTENDERS.map(
      (name) => () =>
        micros[name].push(
          microsOf(() => stepAll(engines[name], schedule)) / schedule.stimuli.length,
        ),
    ),
  ];
  // The first two rounds are warm-up; the order changes from round to round.
  for (let round = 0; round < job.runs + 2; round++) {
    for (const index of turns.keys()) turns[(index + round) % turns.length]?.();
  }
  const counted = (all: readonly number[]): readonly number[] => all.slice(2);
  return {
    source,
    records: log.records.length,
    journeys: schedule.journeys,
    steps: schedule.stimuli.length,
    leftOut: schedule.leftOut,
    decide: counted(decide),
    contenders: Object.fromEntries(
      CONTENDERS.map((name) => [name, counted(micros[name])]),
    ) as unknown as CompareResult['contenders'],
  };
});

/** Processor time of the whole process, µs. Garbage of the turn before is not this one's. */
function microsOf(work: () => void): number {
  globalThis.gc?.();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function foldAll(log: Log): void {
  log.reset();
  log.fold();
}

function stepAll(engine: Engine, { stimuli, journeys }: Schedule): void {
  engine.reset(journeys);
  for (const stimulus of stimuli) engine.tell(stimulus);
}
