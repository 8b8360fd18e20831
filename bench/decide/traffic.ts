import { join } from 'node:path';
import { installationRoot } from '#config';
import { LIVE_CLOCK, type PlacedEntry, LATEST_SEMANTICS } from '#contracts';
import { loadDefinitions } from '#definitions';
import { createDefinitions, type Definitions } from '#journey';
import { readSpecFiles, recordSpec } from '#replay';
import { type Arrival, cardApplications } from '../traffic/card-applications.ts';
import { loanLog } from '../traffic/loan-log.ts';
import { copiesOf } from './copies.ts';
import type { DecideJob } from './decide-job.ts';

/** Records to fold, in the order of the log, with the definitions they are for. */
export interface Traffic {
  readonly source: string;
  readonly definitions: Definitions;
  readonly records: readonly PlacedEntry[];
}

export async function trafficOf(
  job: Pick<DecideJob, 'traffic' | 'events' | 'subjects'>,
): Promise<Traffic> {
  const { traffic, events, subjects } = job;
  switch (traffic.kind) {
    case 'scenarios':
      return ofScenarios(traffic.definition, traffic.spec, events);
    case 'card-applications': {
      const about = { events, subjects, distribution: 'uniform', run: 'decide' } as const;
      return ofArrivals('made up', [...cardApplications(about)], LIVE_CLOCK);
    }
    case 'loan-log': {
      const { source, arrivals } = await loanLog();
      return ofArrivals(source, arrivals, 'bpic2012');
    }
  }
}

/** With that definition alone: other journeys that know the same events would change what the scenarios do. */
async function ofScenarios(file: string, spec: string, events: number): Promise<Traffic> {
  const { recorded, faults } = recordSpec(await readSpecFiles(file, spec));
  if (recorded === undefined) throw new Error(faults.map(({ message }) => message).join('\n'));
  const definitions = createDefinitions([recorded.definition]);
  const { length } = recorded.scenarios.flat();
  const copies = Math.ceil(events / length);
  const records = copiesOf(recorded.scenarios, copies);
  const source = `${recorded.scenarios.length} scenarios, ${copies} times`;
  return { source, definitions, records };
}

async function ofArrivals(
  source: string,
  arrivals: readonly Arrival[],
  clock: string,
): Promise<Traffic> {
  const { definitions } = await loadDefinitions(join(installationRoot(), 'journeys'));
  const records = arrivals.map((arrival, offset) => placed(arrival, offset, clock));
  return { source, definitions: createDefinitions(definitions), records };
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
    semantics: LATEST_SEMANTICS,
  };
}
