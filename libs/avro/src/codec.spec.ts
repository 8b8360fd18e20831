import { describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeadLetter, type SubjectState } from '#contracts';
import { type RecordCodec, type SchemaRegistry, ThroughlineError } from '#ports';
import { interaction } from '#testing';
import { identityOf } from './canonical-form.js';
import { compileSchema } from './strict-types.js';
import { createCodec, fileRegistry, loadSchemaFiles, newestOf, schemasDirectory } from './index.js';

const codec = await createCodec(fileRegistry());

const files = newestOf(loadSchemaFiles(schemasDirectory()));
const interactionText = textOf('interaction');

function textOf(stem: string): string {
  const file = files.find((candidate) => candidate.stem === stem);
  if (file === undefined) throw new Error(`no ${stem}`);
  return file.text;
}

function errorOf(act: () => unknown): ThroughlineError {
  try {
    act();
  } catch (error) {
    if (error instanceof ThroughlineError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** A registry that knows these schemas by id, and counts what it is asked. */
function knowing(texts: Readonly<Record<number, string>>): SchemaRegistry & { asked: number[] } {
  const own = fileRegistry();
  const asked: number[] = [];
  return {
    asked,
    register: (subject, schema) => own.register(subject, schema),
    byId: async (id) => {
      asked.push(id);
      const text = texts[id];
      if (text === undefined) throw new ThroughlineError('UNKNOWN_SCHEMA', `no ${id}`);
      return text;
    },
    byGuid: (guid) => own.byGuid(guid),
  };
}

function framed(id: number, avro: Uint8Array): Buffer {
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(id, 1);
  return Buffer.concat([frame, avro]);
}

const value = interaction();
const encoded = codec.encode('Interaction', value);
const avro = encoded.subarray(5);

describe('a record that is written', () => {
  it('begins with 0x00 and the big-endian id that its content gives', () => {
    const { id } = identityOf(compileSchema(interactionText));
    expect(encoded[0]).toBe(0);
    expect(Buffer.from(encoded).readUInt32BE(1)).toBe(id);
  });

  it('comes back as it was', () => {
    expect(codec.decode(encoded)).toEqual({ name: 'Interaction', value });
  });

  it('may hold any Uint8Array where the schema says bytes, also in a union', () => {
    const letter: DeadLetter = {
      id: 'dl-1',
      topic: 't',
      partition: 0,
      offset: 7,
      key: new Uint8Array([1, 2]),
      value: new Uint8Array([0xff]),
      headers: { trace: new Uint8Array([3]) },
      reason: 'UNREADABLE',
      causes: ['bad frame'],
      consumer: 'orchestrator',
      journeyId: null,
      time: 1,
    };
    const read = codec.decode(codec.encode('DeadLetter', letter)).value as DeadLetter;
    expect([...(read.key ?? [])]).toEqual([1, 2]);
    expect([...(read.value ?? [])]).toEqual([0xff]);
    expect([...(read.headers['trace'] ?? [])]).toEqual([3]);
  });

  it('keeps a map key named __proto__ a key', () => {
    const headers = JSON.parse('{"__proto__":null,"a":null}') as Record<string, unknown>;
    const letter = {
      ...(codec.decode(
        codec.encode('DeadLetter', {
          id: 'dl-1',
          topic: 't',
          partition: 0,
          offset: 7,
          key: null,
          value: null,
          headers: Object.fromEntries(
            Object.keys(headers).map((key) => [key, new Uint8Array([1])]),
          ),
          reason: 'r',
          causes: [],
          consumer: 'c',
          journeyId: null,
          time: 1,
        }),
      ).value as DeadLetter),
    };
    expect(Object.keys(letter.headers)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(letter.headers)).toBe(Object.prototype);
  });

  it('does not change when the buffer it was read from does', () => {
    const bytes = Uint8Array.from(encoded);
    const read = codec.decode(bytes);
    bytes.fill(0);
    expect(read.value).toEqual(value);
  });

  it('may be larger than anything before it', () => {
    const data = Buffer.alloc(3 * 1024 * 1024, 'x');
    const read = codec.decode(codec.encode('Interaction', { ...value, data }));
    expect(data.equals((read.value as typeof value).data)).toBe(true);
    expect(codec.decode(codec.encode('Interaction', value)).value).toEqual(value);
  });

  it('says which fields do not fit, and not what was in them', () => {
    const wrong = { ...value, time: 2 ** 53, channel: 5 as unknown as string, data: 'secret' };
    const error = errorOf(() => codec.encode('Interaction', wrong as unknown as typeof value));
    expect(error.code).toBe('INVALID');
    expect(error.message).toContain('time: must be a whole number');
    expect(error.message).toContain('channel: must be "string", is number');
    expect(error.message).not.toContain('secret');
    expect(error.cause).toBeUndefined();
  });

  it.each([2 ** 53, -(2 ** 53), 1.5, Number.NaN])('refuses the time %p', (time) => {
    expect(errorOf(() => codec.encode('Interaction', { ...value, time })).code).toBe('INVALID');
  });

  it('replaces what UTF-8 cannot hold, so that reading and writing again changes nothing', () => {
    const read = codec.decode(codec.encode('Interaction', { ...value, id: 'a\ud800b' }));
    expect((read.value as typeof value).id).toBe('a\ufffdb');
  });

  it('must have a schema file', () => {
    const unknown = 'Nothing' as 'Interaction';
    expect(errorOf(() => codec.encode(unknown, value)).code).toBe('BUG');
  });
});

describe('a subject’s state', () => {
  it('holds its journeys and their deferred interactions as types of their own files', () => {
    const state: SubjectState = {
      subjectId: 'abcdefghijklmnopqrst',
      journeys: [
        {
          journeyId: 'abcdefghijklmnopqrst.abcdefgh',
          subjectId: 'abcdefghijklmnopqrst',
          definition: 'card-application',
          definitionVersion: 1,
          version: 3,
          status: 'open',
          outcome: null,
          clock: 'live',
          correlation: null,
          configuration: ['identity'],
          history: { back: ['details'] },
          pausedAt: null,
          migratedFrom: null,
          invocations: [],
          since: 1,
          startedAt: 1,
          startedOn: 'web',
          lastChannel: 'web',
          lastSeen: 1,
          endedAt: null,
          stalled: false,
          fields: {
            income: {
              value: '52000',
              verified: false,
              channel: 'web',
              time: 1,
              interactionId: 'i-1',
              verification: null,
            },
          },
          timers: [{ id: 'identity.stall', dueAt: 9, generation: 1 }],
          timerGeneration: 1,
          deferred: [{ partition: 3, offset: 17, interaction: value }],
          recent: [{ time: 1, channel: 'web', type: value.type }],
          reflects: { partition: 3, offset: 17 },
        },
      ],
      recentIds: [{ fingerprint: 2 ** 52 - 1, time: 1 }],
      mergedInto: 'zyxwvutsrqponmlkjihg',
      erasedAt: null,
      moved: [{ journeyId: 'a.b', to: 'zyxwvutsrqponmlkjihg', version: 3, survivor: 'a.c' }],
    } as SubjectState;
    expect(codec.decode(codec.encode('SubjectState', state)).value).toEqual(state);
  });
});

describe('a record that is read', () => {
  const identity = identityOf(compileSchema(interactionText));

  it('may name its schema by a GUID in a header', () => {
    const guid = Buffer.from(identity.guid.replaceAll('-', ''), 'hex');
    const headers = { __value_schema_id: Buffer.concat([Buffer.from([1]), guid]) };
    return codec.prepare([{ value: avro, headers }]).then(() => {
      expect(codec.decode(avro, headers)).toEqual({ name: 'Interaction', value });
    });
  });

  it('may name its schema by a GUID before the Avro', async () => {
    const guid = Buffer.from(identity.guid.replaceAll('-', ''), 'hex');
    const bytes = Buffer.concat([Buffer.from([1]), guid, avro]);
    await codec.prepare([{ value: bytes }]);
    expect(codec.decode(bytes).value).toEqual(value);
  });

  it('may be Avro single-object encoding', async () => {
    const fingerprint = Buffer.from(identity.fingerprint, 'hex');
    const bytes = Buffer.concat([Buffer.from([0xc3, 0x01]), fingerprint, avro]);
    await codec.prepare([{ value: bytes }]);
    expect(codec.decode(bytes).value).toEqual(value);
  });

  it('may be single-object encoding of a schema we do not have, which is unknown', async () => {
    const bytes = Buffer.concat([Buffer.from([0xc3, 0x01]), Buffer.alloc(8), avro]);
    await codec.prepare([{ value: bytes }]);
    expect(errorOf(() => codec.decode(bytes)).code).toBe('UNKNOWN_SCHEMA');
  });

  it.each([
    ['nothing', null],
    ['no bytes', new Uint8Array()],
    ['half a frame', new Uint8Array([0, 0, 0])],
    ['JSON', Buffer.from('{"id":1}')],
    ['half a GUID frame', new Uint8Array([1, 2, 3])],
    ['half a single-object frame', new Uint8Array([0xc3, 0x01, 3])],
    ['bytes left over', Buffer.concat([encoded, Buffer.from([0])])],
    ['too few bytes', encoded.subarray(0, encoded.length - 1)],
  ])('is unreadable when there is %s', async (_what, bytes) => {
    await codec.prepare([{ value: bytes }]);
    expect(errorOf(() => codec.decode(bytes)).code).toBe('UNREADABLE');
  });

  it('is unreadable when the header has bytes left over', () => {
    const headers = { __value_schema_id: Buffer.alloc(6) };
    expect(errorOf(() => codec.decode(avro, headers)).code).toBe('UNREADABLE');
  });
});

describe('hostile lengths', () => {
  const start = { ...value, identifiers: [], data: Buffer.alloc(0) };
  const bytes = Buffer.from(codec.encode('Interaction', start));
  const beforeIdentifiers = bytes.indexOf('abcdefghijklmnopqrst') + 'abcdefghijklmnopqrst'.length;

  function withIdentifiers(count: readonly number[]): Buffer {
    return Buffer.concat([
      bytes.subarray(0, beforeIdentifiers),
      Buffer.from(count),
      bytes.subarray(beforeIdentifiers + 1),
    ]);
  }

  it.each([
    ['2^31 items', [0x80, 0x80, 0x80, 0x80, 0x10]],
    ['2^50 items', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02]],
    ['-2^50 items', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x03, 0x02]],
    ['a number without end', Array.from({ length: 400 }, () => 0xff)],
  ])('%s in few bytes are refused at once', (_what, count) => {
    const began = process.cpuUsage();
    expect(errorOf(() => codec.decode(withIdentifiers(count))).code).toBe('UNREADABLE');
    expect(process.cpuUsage(began).user).toBeLessThan(1_000_000); // µs; avsc alone takes minutes
  });

  it('a string longer than the record is refused', () => {
    const long = Buffer.concat([bytes.subarray(0, 5), Buffer.from([0xfe, 0xff, 0xff, 0xff, 0x0f])]);
    expect(errorOf(() => codec.decode(long)).code).toBe('UNREADABLE');
  });

  it('a string of negative length is refused', () => {
    const negative = Buffer.concat([bytes.subarray(0, 5), Buffer.from([0x01]), bytes.subarray(6)]);
    expect(errorOf(() => codec.decode(negative)).code).toBe('UNREADABLE');
  });

  it('an array that a newer writer added is skipped with the same care', async () => {
    const newer = JSON.parse(interactionText) as { fields: unknown[] };
    newer.fields.push({ name: 'tags', type: { type: 'array', items: 'null' }, default: [] });
    newer.fields.push({ name: 'end', type: 'int', default: 0 });
    const reading = await createCodec(knowing({ 7: JSON.stringify(newer) }));
    const blocks = (...tail: number[]): Buffer =>
      framed(7, Buffer.concat([avro, Buffer.from([...tail, 0])]));
    await reading.prepare([{ value: blocks() }]);
    expect(reading.decode(blocks(0)).value).toEqual(value);
    for (const tail of [
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02],
      [0x01, 0x03, 0x00],
      [0x04, 0x00],
    ]) {
      expect(errorOf(() => reading.decode(blocks(...tail))).code).toBe('UNREADABLE');
    }
  });
});

describe('schemas of other writers', () => {
  const newer = (): { name: string; fields: unknown[] } =>
    JSON.parse(interactionText) as { name: string; fields: unknown[] };

  it('are fetched once for a batch, and resolved to ours', async () => {
    const schema = newer();
    schema.fields.push({ name: 'mood', type: 'string', default: '' });
    const registry = knowing({ 7: JSON.stringify(schema) });
    const reading = await createCodec(registry);
    const record = framed(7, Buffer.concat([avro, Buffer.from([6, 0x66, 0x6f, 0x6f])]));
    const batch = Array.from({ length: 100 }, () => ({ value: record }));
    await reading.prepare(batch);
    await reading.prepare(batch);
    expect(registry.asked).toEqual([7]);
    expect(reading.decode(record)).toEqual({ name: 'Interaction', value });
  });

  it('that lack a field get its default', async () => {
    const schema = newer();
    schema.fields.pop();
    const reading = await createCodec(knowing({ 7: JSON.stringify(schema) }));
    const record = framed(7, avro.subarray(0, avro.length - 1));
    await reading.prepare([{ value: record }]);
    expect(reading.decode(record).value).toEqual(value);
  });

  it('that the registry does not know are not asked for again before their time', async () => {
    let now = 0;
    const registry = knowing({});
    const reading = await createCodec(registry, { now: () => now, unknownForMs: 1_000 });
    const record = { value: framed(99, avro) };
    await reading.prepare([record]);
    now = 999;
    await reading.prepare([record]);
    expect(registry.asked).toEqual([99]);
    expect(errorOf(() => reading.decode(record.value)).code).toBe('UNKNOWN_SCHEMA');
    now = 1_000;
    await reading.prepare([record]);
    expect(registry.asked).toEqual([99, 99]);
  });

  it('are unknown to decode when nobody prepared them', async () => {
    const reading = await createCodec(knowing({ 7: interactionText }));
    expect(errorOf(() => reading.decode(framed(7, avro))).code).toBe('UNKNOWN_SCHEMA');
  });

  it.each([
    ['no Avro', 'nonsense'],
    ['no record', '"string"'],
    ['another record', '{"type":"record","name":"Other","fields":[{"name":"id","type":"string"}]}'],
    [
      'our record without what we need',
      '{"type":"record","namespace":"throughline","name":"Interaction","fields":[]}',
    ],
  ])('that are %s make the record unreadable', async (_what, text) => {
    const reading = await createCodec(knowing({ 7: text }));
    await reading.prepare([{ value: framed(7, avro) }]);
    expect(errorOf(() => reading.decode(framed(7, avro))).code).toBe('UNREADABLE');
  });

  it('are forgotten, least used first, above the limit', async () => {
    const registry = knowing({ 1: interactionText, 2: interactionText, 3: interactionText });
    const reading = await createCodec(registry, { maxSchemas: 2 });
    for (const id of [1, 2, 1, 3]) await reading.prepare([{ value: framed(id, avro) }]);
    expect(reading.decode(framed(1, avro)).value).toEqual(value);
    expect(reading.decode(framed(3, avro)).value).toEqual(value);
    expect(errorOf(() => reading.decode(framed(2, avro))).code).toBe('UNKNOWN_SCHEMA');
  });

  it('are asked for again when the registry could not be reached', async () => {
    let up = false;
    const inner = knowing({ 7: interactionText });
    const reading: RecordCodec = await createCodec({
      ...inner,
      byId: async (id) => {
        if (!up) throw new ThroughlineError('UNAVAILABLE', 'down');
        return inner.byId(id);
      },
    });
    const record = { value: framed(7, avro) };
    await expect(reading.prepare([record])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    up = true;
    await reading.prepare([record]);
    expect(reading.decode(record.value).value).toEqual(value);
  });
});

describe('schema files', () => {
  function inCopy(act: (directory: string) => void): void {
    const directory = mkdtempSync(join(tmpdir(), 'throughline-schemas-'));
    try {
      cpSync(schemasDirectory(), directory, { recursive: true });
      act(directory);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }

  it('have a codec for every kind of record', () => {
    expect(files.map((file) => file.fullName).sort()).toEqual(
      [
        'Action',
        'ClockAdvanced',
        'DeadLetter',
        'DefinitionDeployment',
        'Disposition',
        'IdentityChange',
        'IdentityEvent',
        'InboundInteraction',
        'Interaction',
        'JourneyEvent',
        'JourneyState',
        'JourneysMoved',
        'OperatorCommand',
        'SubjectState',
        'TimerDue',
      ].map((name) => `throughline.${name}`),
    );
  });

  it('keep their id when only words change', () => {
    const before = identityOf(compileSchema(interactionText)).id;
    const other = interactionText.replace('Dedupe key', 'Key for dropping doubles');
    expect(identityOf(compileSchema(other)).id).toBe(before);
  });

  it('get the fingerprints that the Avro project prints', () => {
    expect(identityOf(compileSchema('"int"')).fingerprint).toBe('8f5c393f1ad57572');
    expect(identityOf(compileSchema('"null"')).fingerprint).toBe('8a8f25cce724dd63');
  });

  it('that use an undeclared type of another file are refused', () => {
    inCopy((directory) => {
      const file = join(directory, 'subject-state.v1.avsc');
      const schema = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      delete schema['references'];
      writeFileSync(file, JSON.stringify(schema));
      const error = errorOf(() => fileRegistry(directory));
      expect(error.code).toBe('INVALID');
      expect(error.message).toContain('subject-state.v1.avsc uses throughline.JourneyState');
    });
  });

  it('that refer to themselves in a circle are refused', () => {
    inCopy((directory) => {
      const file = join(directory, 'interaction.v1.avsc');
      const schema = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      writeFileSync(file, JSON.stringify({ ...schema, references: ['subject-state.v1'] }));
      expect(errorOf(() => fileRegistry(directory)).message).toContain('refers to itself');
    });
  });

  it.each([
    ['half.v1.avsc', '{', 'is not JSON'],
    ['a.v1.avsc', '{"type":"enum","name":"A","symbols":["x"]}', 'must hold one record'],
    [
      'b.v1.avsc',
      '{"type":"record","name":"B","fields":[{"name":"x","type":"int","default":"no"}]}',
      'is not valid Avro',
    ],
    ['C.avsc', '{}', 'must be called'],
  ])('such as %s are refused by name', (file, text, why) => {
    inCopy((directory) => {
      writeFileSync(join(directory, file), text);
      const error = errorOf(() => fileRegistry(directory));
      expect(error.message).toContain(file);
      expect(error.message).toContain(why);
    });
  });

  it('are the only schemas the file registry registers', async () => {
    const registry = fileRegistry();
    const other = '{"type":"record","name":"Other","namespace":"throughline","fields":[]}';
    await expect(registry.register('throughline.Other', other)).rejects.toMatchObject({
      code: 'INVALID',
    });
    await expect(registry.byId(1)).rejects.toMatchObject({ code: 'UNKNOWN_SCHEMA' });
    await expect(registry.byGuid('x')).rejects.toMatchObject({ code: 'UNKNOWN_SCHEMA' });
  });
});
