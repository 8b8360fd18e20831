/** `decide` and nothing else: records and states are in memory, nothing is decoded, encoded or stored. */
import { join } from 'node:path';
import { LIVE_CLOCK, type PlacedEntry, type SubjectState } from '#contracts';
import { installationRoot } from '#config';
import { loadDefinitions } from '#definitions';
import { createDefinitions, decide, type Definitions } from '#journey';
import { answerJob } from '../services/worker.ts';
import { type Arrival, cardApplications } from '../traffic/card-applications.ts';
import { loanLog } from '../traffic/loan-log.ts';
import type { DecideJob, DecideResult } from './decide-job.ts';

/** Until the compiler has seen enough of it. */
const WARM_UP_RECORDS = 200_000;

answerJob(async (job: DecideJob): Promise<DecideResult> => {
  const { definitions } = await loadDefinitions(join(installationRoot(), 'journeys'));
  const compiled = createDefinitions(definitions);
  const { source, arrivals } = await recordsOf(job);
  const clock = job.journey === 'loan-application' ? 'bpic2012' : LIVE_CLOCK;
  const records = arrivals.map((arrival, offset) => placed(arrival, offset, clock));
  for (let done = 0; done < WARM_UP_RECORDS; done += records.length) decideAll(compiled, records);
  const cpuMicros: number[] = [];
  const wallMicros: number[] = [];
  let dispositions = new Map<string, number>();
  for (let run = 0; run < job.runs; run++) {
    const cpu = process.cpuUsage();
    const began = performance.now();
    dispositions = decideAll(compiled, records);
    wallMicros.push(((performance.now() - began) * 1_000) / records.length);
    const { user, system } = process.cpuUsage(cpu);
    cpuMicros.push((user + system) / records.length);
  }
  const counted = Object.fromEntries(dispositions);
  return { source, records: records.length, cpuMicros, wallMicros, dispositions: counted };
});

async function recordsOf(
  job: DecideJob,
): Promise<{ source: string; arrivals: readonly Arrival[] }> {
  if (job.journey === 'loan-application') return loanLog();
  const { events, subjects } = job;
  const traffic = { events, subjects, distribution: 'uniform', run: 'decide' } as const;
  return { source: 'made up', arrivals: [...cardApplications(traffic)] };
}

function placed({ subjectId, interaction }: Arrival, offset: number, clock: string): PlacedEntry {
  const { data, identifiers, ...rest } = interaction;
  const value = {
    ...rest,
    clock,
    subjectId,
    identifiers: identifiers.map(({ scheme, value: text, verified }) => ({
      scheme,
      value: text,
      verified,
    })),
    dataContentType: 'application/json',
    data: Buffer.from(JSON.stringify(data)),
    encryptionKeyId: null,
    deployment: 0,
  };
  return {
    entry: { name: 'Interaction', value },
    partition: 0,
    offset,
    timestamp: interaction.time,
  };
}

function decideAll(definitions: Definitions, records: readonly PlacedEntry[]): Map<string, number> {
  const states = new Map<string, SubjectState>();
  const dispositions = new Map<string, number>();
  for (const record of records) {
    if (record.entry.name !== 'Interaction') continue;
    const subject = record.entry.value.subjectId;
    const { state, disposition } = decide(definitions, states.get(subject), record);
    states.set(subject, state);
    dispositions.set(disposition.kind, (dispositions.get(disposition.kind) ?? 0) + 1);
  }
  return dispositions;
}
