/** Opens journeys through the real loop, and tells what the store grew by. */
import { join } from 'node:path';
import { loadConfig, type Config } from '#config';
import { SHARDS, type Shard } from '#contracts';
import { interactionRecord } from '#customers';
import { openInfrastructure } from '#nest';
import { endsOf } from '../loop/ends-of.ts';
import { type Infrastructure, loopPass } from '../loop/loop-pass.ts';
import { answerJob } from '../services/worker.ts';
import { subjectIdOf } from '../traffic/subject-ids.ts';
import { type MemoryJob, type MemoryResult } from './memory-job.ts';
import { directorySize, redisSize, type StoreSize } from './store-size.ts';

/** Enough that every shard has its keys before the first reading. */
const BEFORE = 2_560;
const CHUNK = 500;

answerJob(async ({ env, journeys }: MemoryJob): Promise<MemoryResult> => {
  const config = loadConfig(env);
  const infrastructure = await openInfrastructure(config, console.error);
  try {
    await openJourneys(infrastructure, 0, BEFORE);
    const before = await sizeOf(config);
    await openJourneys(infrastructure, BEFORE, journeys);
    const after = await sizeOf(config);
    const byKey: Record<string, number> = {};
    for (const [kind, bytes] of after.byKey) {
      byKey[kind] = Math.round(((bytes - (before.byKey.get(kind) ?? 0)) / journeys) * 10) / 10;
    }
    return {
      bytesPerJourney: (after.total - before.total) / journeys,
      stateBytes: await meanState(infrastructure),
      byKey,
    };
  } finally {
    await infrastructure.close();
  }
});

function sizeOf({ redisUrl, dataDir }: Config): Promise<StoreSize> {
  return redisUrl === undefined ? directorySize(join(dataDir, 'journeys')) : redisSize(redisUrl);
}

async function openJourneys(
  infrastructure: Infrastructure,
  first: number,
  count: number,
): Promise<void> {
  const { log, codec } = infrastructure;
  const from = await endsOf(log);
  for (let number = first; number < first + count; number += CHUNK) {
    const customers = Array.from(
      { length: Math.min(CHUNK, first + count - number) },
      (_, at) => number + at,
    );
    await log.append(customers.flatMap((one) => recordsOf(one).map((record) => record(codec))));
  }
  const dispositions = new Map<string, number>();
  await loopPass(
    infrastructure,
    { from, to: await endsOf(log) },
    {},
    { dispositions, problems: [] },
  );
  if (dispositions.get('advanced') !== count * 2) {
    throw new Error(`not every record moved its journey: ${JSON.stringify([...dispositions])}`);
  }
}

function recordsOf(number: number) {
  const opened = {
    fullName: `Ana Silva ${number}`,
    email: `customer.${number}@example.org`,
    phone: `+6140${String(number).padStart(7, '0')}`,
    street: `${number} Long Street`,
    postcode: String(1_000 + (number % 9_000)),
  };
  const filled = {
    city: 'Melbourne',
    country: 'Australia',
    income: 20_000 + number,
    employer: 'City Library',
    idNumber: `N${1_000_000 + number}`,
  };
  return [
    { type: 'form.opened', channel: 'web', data: opened },
    { type: 'form.filled', channel: 'mobile', data: filled },
  ].map((step) => (codec: Infrastructure['codec']) => {
    const rest = { journeyId: null, correlation: null, actor: { kind: 'customer', id: null } };
    const identifiers = [{ scheme: 'cookie', value: `c-${number}`, verified: false, links: true }];
    const id = crypto.randomUUID();
    const interaction = {
      id,
      source: '//bank.example/form',
      time: Date.now(),
      identifiers,
      ...rest,
      ...step,
    };
    return interactionRecord(codec, interaction, subjectIdOf(`memory-${number}`), {
      deployment: 0,
    });
  });
}

async function meanState({ journeys }: Infrastructure): Promise<number> {
  let [bytes, count] = [0, 0];
  for (let shard = 0; shard < SHARDS; shard++) {
    for await (const { state } of journeys.scan(shard as Shard)) {
      bytes += state.length;
      count += 1;
    }
  }
  return bytes / count;
}
