/** Our chart, XState and the whole of `decide` on the same records, in turns in one process. */
import { answerJob } from '../services/worker.ts';
import { type CompareJob, type CompareResult, CONTENDERS } from './decide-job.ts';
import { contenders, type Engine } from './engines.ts';
import { Log } from './fold-all.ts';
import { type Schedule, scheduleOf } from './schedule.ts';
import { trafficOf } from './traffic.ts';

/** Records, or steps, until the compiler has seen enough of each. */
const WARM_UP = 60_000;

/** One of those that take turns. */
interface Turn {
  readonly work: () => void;
  /** Records or steps in one go. */
  readonly per: number;
  /** Of each round, for one record or step. */
  readonly micros: number[];
}

answerJob(async (job: CompareJob): Promise<CompareResult> => {
  const { source, definitions, records } = await trafficOf(job);
  // XState's share of a long log would take minutes.
  const log = new Log(definitions, records.slice(0, job.events));
  const schedule = scheduleOf(definitions, log, log.records.length);
  const engines = contenders(schedule.guards);
  const { length } = schedule.stimuli;
  const turns: readonly Turn[] = [
    { per: log.records.length, work: () => foldAll(log), micros: [] },
    ...CONTENDERS.map((name) => ({
      per: length,
      work: () => stepAll(engines[name], schedule),
      micros: [],
    })),
  ];
  for (const { work, per } of turns) for (let done = 0; done < WARM_UP; done += per) work();
  // The order changes from round to round.
  for (let round = 0; round < job.runs; round++) {
    for (const index of turns.keys()) takeTurn(turns[(index + round) % turns.length]);
  }
  const [decide = [], ...contended] = turns.map(({ micros }) => micros);
  return {
    source,
    records: log.records.length,
    journeys: schedule.journeys,
    steps: schedule.stimuli.length,
    leftOut: schedule.leftOut,
    decide,
    contenders: Object.fromEntries(
      CONTENDERS.map((name, index) => [name, contended[index]]),
    ) as unknown as CompareResult['contenders'],
  };
});

/** Processor time of the whole process. Nothing is collected on purpose: what sweeps afterwards would be counted, too. */
function takeTurn(turn: Turn | undefined): void {
  if (turn === undefined) return;
  const before = process.cpuUsage();
  turn.work();
  const { user, system } = process.cpuUsage(before);
  turn.micros.push((user + system) / turn.per);
}

function foldAll(log: Log): void {
  log.reset();
  log.fold();
}

function stepAll(engine: Engine, { stimuli, journeys }: Schedule): void {
  engine.reset(journeys);
  for (const stimulus of stimuli) engine.tell(stimulus);
}
