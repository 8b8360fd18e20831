import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '#testing';
import { type Interaction, type JourneyState } from '#contracts';
import { ThroughlineError } from '#ports';
import { createCodec, fileRegistry } from './index.js';

const codec = await createCodec(fileRegistry());

const word = fc.string({ unit: 'grapheme' });
const time = fc.maxSafeInteger();
const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null });
const bytes = fc.uint8Array({ maxLength: 200 });

const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

const interactions: fc.Arbitrary<Interaction> = fc.record({
  id: word,
  source: word,
  type: word,
  channel: word,
  time,
  clock: word,
  subjectId: word,
  identifiers: fc.array(fc.record({ scheme: word, value: word, verified: fc.boolean() })),
  journeyId: nullable(word),
  correlation: nullable(word),
  actor: fc.record({ kind: word, id: nullable(word) }),
  dataContentType: word,
  data: bytes,
  encryptionKeyId: nullable(word),
  deployment: int,
});

const offset = fc.maxSafeNat();

const journeys: fc.Arbitrary<JourneyState> = fc.record({
  journeyId: word,
  subjectId: word,
  definition: word,
  definitionVersion: int,
  version: offset,
  status: word,
  outcome: nullable(word),
  clock: word,
  correlation: nullable(word),
  configuration: fc.array(word),
  history: fc.dictionary(word, fc.array(word), { noNullPrototype: true }),
  since: time,
  startedAt: time,
  startedOn: word,
  lastChannel: word,
  lastSeen: time,
  endedAt: nullable(time),
  pausedAt: nullable(time),
  migratedFrom: nullable(
    fc.record({
      definitionVersion: int,
      configuration: fc.array(word),
      to: fc.array(word),
      at: offset,
    }),
  ),
  invocations: fc.array(
    fc.record({
      id: word,
      state: word,
      service: word,
      action: word,
      attempt: int,
      since: time,
      status: word,
      input: word,
    }),
  ),
  stalled: fc.boolean(),
  fields: fc.dictionary(
    word,
    fc.record({
      value: word,
      verified: fc.boolean(),
      channel: word,
      time,
      interactionId: word,
      verification: fc.option(fc.record({ channel: word, time, interactionId: word })),
    }),
    { noNullPrototype: true },
  ),
  timers: fc.array(fc.record({ id: word, dueAt: time, generation: int })),
  timerGeneration: int,
  deferred: fc.array(fc.record({ partition: int, offset, interaction: interactions }), {
    maxLength: 2,
  }),
  recent: fc.array(fc.record({ time, channel: word, type: word })),
  reflects: fc.record({ partition: int, offset }),
}) as fc.Arbitrary<JourneyState>;

describe('the codec, for all values', () => {
  it('reads an interaction as it was written', () => {
    fc.assert(
      fc.property(interactions, (value) => {
        const read = codec.decode(codec.encode('Interaction', value));
        expect(read).toEqual({
          name: 'Interaction',
          value: { ...value, data: Buffer.from(value.data) },
        });
      }),
    );
  });

  it('writes what it read to the same bytes', () => {
    fc.assert(
      fc.property(journeys, (value) => {
        const written = codec.encode('JourneyState', value);
        const read = codec.decode(written).value as JourneyState;
        expect(Buffer.from(codec.encode('JourneyState', read)).equals(written)).toBe(true);
      }),
    );
  });

  it('reads any bytes as a record or refuses them with an error of its own, and soon', () => {
    const { buffer: frame } = new Uint8Array(codec.encode('JourneyState', sample())).slice(0, 5);
    const framed = fc
      .uint8Array({ maxLength: 300 })
      .map((tail) => Buffer.concat([Buffer.from(frame), tail]));
    fc.assert(
      fc.property(fc.oneof(framed, fc.uint8Array()), (input) => {
        const began = process.cpuUsage();
        try {
          codec.decode(input);
        } catch (error) {
          expect(error).toBeInstanceOf(ThroughlineError);
        }
        expect(process.cpuUsage(began).user).toBeLessThan(1_000_000); // µs
      }),
      { numRuns: runs(1_000, 20_000) },
    );
  });

  it('refuses a record with any of its bytes changed, or reads it as another record', () => {
    const original = codec.encode('JourneyState', sample());
    fc.assert(
      fc.property(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Uint8Array.from(original);
        changed[at] = (changed[at] ?? 0) ^ by;
        try {
          codec.decode(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(ThroughlineError);
        }
      }),
      { numRuns: runs(1_000, 20_000) },
    );
  });
});

function sample(): JourneyState {
  const [value] = fc.sample(journeys, { numRuns: 1, seed: 17 });
  if (value === undefined) throw new Error('no sample');
  return value;
}
