import { type Epoch, LIVE_CLOCK, type Shard, SHARDS, type SubjectId } from '#contracts';
import { FencedError, type JourneyStorage, ThroughlineError } from '#ports';
import { type Call, connect, type Connection } from '../connection/connection.js';
import { bytes, list, text } from '../connection/reply.js';
import { DEFAULT_PREFIX, type RedisStoreOptions } from '../connection/store-options.js';
import { commitCall } from './commands/commit.js';
import { type Outcome, parseOutcome } from './commands/outcome.js';
import { resetCall } from './commands/reset.js';
import { leaseOf, takeCall } from './commands/take.js';
import { dueSubjects } from './due.js';
import { readingSide, type ReadingSide } from './reading-side.js';
import { type ShardKeys, shardKeys } from './shard-keys.js';

/** Fields asked for in one HMGET: a longer one would hold up the node. */
const LOAD_CHUNK = 1_000;
/** A script that asks for undeclared clocks is called again with them; each round names at least one that is new. */
const CLOCK_ROUNDS = 16;

/** The journey store on Redis 7 or later. Throws `UNAVAILABLE`, or `INVALID` for the URL or credentials. */
export async function openRedisJourneyStore(options: RedisStoreOptions): Promise<JourneyStorage> {
  const connection = await connect(options);
  const allKeys = Array.from({ length: SHARDS }, (_, shard) =>
    shardKeys(options.prefix ?? DEFAULT_PREFIX, shard as Shard),
  );
  const keys = (shard: Shard): ShardKeys => {
    const found = allKeys[shard];
    if (!found) throw new ThroughlineError('BUG', `shard ${shard}: there are 0 to ${SHARDS - 1}`);
    return found;
  };
  return {
    ...writingSide(connection, keys),
    ...readingSide(connection, keys),
    close: () => connection.close(),
  };
}

type WritingSide = Omit<JourneyStorage, keyof ReadingSide | 'close'>;

function writingSide(connection: Connection, keys: (shard: Shard) => ShardKeys): WritingSide {
  // Only saves round trips: a script that meets a clock which is not here changes nothing and names it.
  const clocks = new Map<Shard, Set<string>>();
  const clocksOf = (shard: Shard): Set<string> => {
    const known = clocks.get(shard) ?? new Set([LIVE_CLOCK]);
    clocks.set(shard, known);
    return known;
  };

  return {
    async take(shard) {
      const [reply] = await connection.run([takeCall(keys(shard), Date.now())]);
      return leaseOf(shard, reply);
    },
    load: (shard, subjects, epoch) => load(connection, keys(shard), shard, subjects, epoch),
    async commit(commits) {
      for (const { shard, subjects } of commits) {
        for (const { due } of subjects) for (const { clock } of due) clocksOf(shard).add(clock);
      }
      const outcomes = await untilClocksKnown(commits, clocksOf, (pending) =>
        write(
          connection,
          pending.map((one) => commitCall(keys(one.shard), one, [...clocksOf(one.shard)])),
        ),
      );
      const fenced = commits.filter((_, i) => outcomes[i]?.is === 'fenced');
      if (fenced.length > 0) throw new FencedError(fenced.map((one) => one.shard));
      return outcomes.map((outcome) => (outcome.is === 'applied' ? outcome.sequence : -1));
    },
    due: (shards, clock, at, limit) => dueSubjects(connection, shards.map(keys), clock, at, limit),
    async reset(shard, epoch) {
      const [outcome] = await untilClocksKnown([{ shard }], clocksOf, () =>
        write(connection, [resetCall(keys(shard), epoch, [...clocksOf(shard)])]),
      );
      if (outcome?.is !== 'applied') throw new FencedError([shard]);
    },
  };
}

/** The epoch is read last: if it is still the asker's, so were the states. */
async function load(
  connection: Connection,
  { subjects: key, shard: about }: ShardKeys,
  shard: Shard,
  subjects: readonly SubjectId[],
  epoch: Epoch,
): Promise<readonly (Uint8Array | undefined)[]> {
  const calls: Call[] = [];
  for (let first = 0; first < subjects.length; first += LOAD_CHUNK) {
    calls.push({ command: 'HMGET', args: [key, ...subjects.slice(first, first + LOAD_CHUNK)] });
  }
  calls.push({ command: 'HGET', args: [about, 'epoch'] });
  const replies = await connection.run(calls);
  if (Number(text(replies.at(-1))) !== epoch) throw new FencedError([shard]);
  return replies.slice(0, -1).flatMap((reply) => list(reply).map(bytes));
}

async function write(connection: Connection, calls: readonly Call[]): Promise<readonly Outcome[]> {
  return (await connection.run(calls)).map(parseOutcome);
}

/** Writes each shard, again where the script asked for the keys of further clocks. Outcomes in the order of `writes`. */
async function untilClocksKnown<Write extends { readonly shard: Shard }>(
  writes: readonly Write[],
  clocksOf: (shard: Shard) => Set<string>,
  attempt: (pending: readonly Write[]) => Promise<readonly Outcome[]>,
): Promise<readonly Outcome[]> {
  const outcomes = new Map<Write, Outcome>();
  let pending = writes;
  for (let round = 0; pending.length > 0 && round < CLOCK_ROUNDS; round++) {
    const answers = await attempt(pending);
    for (const [i, one] of pending.entries()) {
      const answer = answers[i];
      if (answer) outcomes.set(one, answer);
      if (answer?.is === 'clocks') for (const name of answer.names) clocksOf(one.shard).add(name);
    }
    pending = pending.filter((one) => outcomes.get(one)?.is === 'clocks');
  }
  return writes.map((one) => {
    const outcome = outcomes.get(one);
    if (outcome && outcome.is !== 'clocks') return outcome;
    throw new ThroughlineError('BUG', `shard ${one.shard} kept asking for the keys of more clocks`);
  });
}
