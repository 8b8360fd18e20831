import type { JourneyId } from '#contracts';
import { RECOGNISED_AT_ONCE, type RecognitionIndex } from '#ports';
import type { Call, Connection } from '../connection/connection.js';
import { text, texts } from '../connection/reply.js';
import { applyCall, forgetCall, placeField } from './commands/recognition.js';
import type { RecognitionKeys } from './continuity-keys.js';

/** The recognition index on Redis. */
export function redisRecognition(connection: Connection, keys: RecognitionKeys): RecognitionIndex {
  const run = async (call: Call): Promise<unknown> => (await connection.run([call]))[0];
  return {
    async position(place) {
      const position = text(
        await run({ command: 'HGET', args: [keys.positions, placeField(place)] }),
      );
      return position === undefined ? undefined : Number(position);
    },
    async apply(update) {
      return text(await run(applyCall(keys, update))) === '1';
    },
    async having(asked, least) {
      const { sets } = keys;
      const distinct = [...new Set(asked)];
      const calls =
        least === 1 ? distinct.map((one) => membersOf(sets, [one])) : pairsOf(sets, distinct);
      if (calls.length === 0) return [];
      const found = new Set((await connection.run(calls)).flatMap((reply) => [...texts(reply)]));
      return [...found].sort().slice(0, RECOGNISED_AT_ONCE) as JourneyId[];
    },
    async forget(forgotten) {
      return Number(text(await run(forgetCall(keys, forgotten))) ?? 0);
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
