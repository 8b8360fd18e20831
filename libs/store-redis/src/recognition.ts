import type { JourneyId } from '#contracts';
import { RECOGNISED_AT_ONCE, type RecognitionIndex } from '#ports';
import type { Call, Connection } from './connection.js';
import { text, texts } from './reply.js';
import { script } from './script.js';

const APPLY = script('recognition-apply');
const FORGET = script('recognition-forget');

/** The recognition index on Redis. One hash tag: it is asked for journeys that are in two sets. */
export function redisRecognition(connection: Connection, prefix: string): RecognitionIndex {
  const key = (name: string): string => `${prefix}{recognition}:${name}`;
  const [journeys, positions, sets] = [key('journeys'), key('positions'), key('key:')];
  const run = async (call: Call): Promise<unknown> => (await connection.run([call]))[0];
  return {
    async position(place) {
      const position = text(await run({ command: 'HGET', args: [positions, placeField(place)] }));
      return position === undefined ? undefined : Number(position);
    },
    async apply({ place, seen, next, journeys: changed }) {
      const rows = changed.flatMap((one) => [one.journeyId, one.keys.join(' ')]);
      const args = [placeField(place), seen ?? '', next, sets, ...rows];
      return text(await run({ script: APPLY, keys: [journeys, positions], args })) === '1';
    },
    async having(asked, least) {
      const keys = [...new Set(asked)];
      const calls = least === 1 ? keys.map((one) => membersOf(sets, [one])) : pairsOf(sets, keys);
      if (calls.length === 0) return [];
      const found = new Set((await connection.run(calls)).flatMap((reply) => [...texts(reply)]));
      return [...found].sort().slice(0, RECOGNISED_AT_ONCE) as JourneyId[];
    },
    async forget(forgotten) {
      const args = [sets, ...forgotten];
      return Number(text(await run({ script: FORGET, keys: [journeys], args })) ?? 0);
    },
  };
}

function pairsOf(sets: string, keys: readonly string[]): readonly Call[] {
  return keys.flatMap((one, i) => keys.slice(i + 1).map((other) => membersOf(sets, [one, other])));
}

/** Journeys that are in all these sets; Redis begins with the smallest. */
function membersOf(sets: string, keys: readonly string[]): Call {
  return { command: 'SINTER', args: keys.map((one) => sets + one) };
}

function placeField({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`;
}
