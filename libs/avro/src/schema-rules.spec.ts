import { describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkCompatibility,
  checkSchemas,
  type CompatibilityMode,
  loadSchemaFiles,
  newestOf,
  releaseSchemas,
  schemasDirectory,
} from './index.js';

interface Field {
  readonly name: string;
  readonly type: unknown;
  readonly default?: unknown;
  readonly aliases?: readonly string[];
}

const record = (fields: readonly Field[], more: object = {}): string =>
  JSON.stringify({ type: 'record', namespace: 'throughline', name: 'Thing', fields, ...more });
const history = (...texts: readonly string[]) =>
  texts.map((text, index) => ({ version: index + 1, text }));

const id: Field = { name: 'id', type: 'string' };
const note: Field = { name: 'note', type: ['null', 'string'], default: null };
const kind = (...symbols: string[]): Field => ({
  name: 'kind',
  type: { type: 'enum', name: 'Kind', symbols },
});

function pairs(mode: CompatibilityMode, ...texts: readonly string[]): string[] {
  return checkCompatibility(history(...texts), mode).map(
    ({ reader, writer }) => `v${reader} reads v${writer}`,
  );
}

describe('a change to a schema', () => {
  it('that adds a field with a default is compatible both ways', () => {
    expect(pairs('FULL_TRANSITIVE', record([id]), record([id, note]))).toEqual([]);
  });

  it('that adds a field without a default cannot read the old', () => {
    const count: Field = { name: 'count', type: 'int' };
    expect(pairs('BACKWARD_TRANSITIVE', record([id]), record([id, count]))).toEqual([
      'v2 reads v1',
    ]);
  });

  it('that removes a field without a default can be read by nobody old', () => {
    expect(
      pairs('FULL_TRANSITIVE', record([id, { ...note, default: undefined }]), record([id])),
    ).toEqual(['v1 reads v2']);
    expect(pairs('BACKWARD_TRANSITIVE', record([id, note]), record([id]))).toEqual([]);
  });

  it('that changes a type is refused', () => {
    const number: Field = { name: 'id', type: 'long' };
    expect(pairs('FULL_TRANSITIVE', record([id]), record([number]))).toEqual([
      'v2 reads v1',
      'v1 reads v2',
    ]);
  });

  it('that widens a number is compatible backward only', () => {
    const int: Field = { name: 'n', type: 'int' };
    const long: Field = { name: 'n', type: 'long' };
    expect(pairs('BACKWARD_TRANSITIVE', record([int]), record([long]))).toEqual([]);
    expect(pairs('FULL_TRANSITIVE', record([int]), record([long]))).toEqual(['v1 reads v2']);
  });

  it('that renames a field is refused, and with an alias is compatible backward only', () => {
    const renamed: Field = { name: 'key', type: 'string' };
    const aliased: Field = { ...renamed, aliases: ['id'] };
    expect(pairs('FULL_TRANSITIVE', record([id]), record([renamed]))).toHaveLength(2);
    expect(pairs('BACKWARD_TRANSITIVE', record([id]), record([aliased]))).toEqual([]);
    expect(pairs('FULL_TRANSITIVE', record([id]), record([aliased]))).toEqual(['v1 reads v2']);
  });

  it('that renames the record is refused', () => {
    expect(pairs('BACKWARD_TRANSITIVE', record([id]), record([id], { name: 'Other' }))).toEqual([
      'v2 reads v1',
    ]);
  });

  it('that adds a symbol to an enum is refused where both ways are asked', () => {
    expect(pairs('FULL_TRANSITIVE', record([kind('a')]), record([kind('a', 'b')]))).toEqual([
      'v1 reads v2',
    ]);
  });

  it('deep inside is found as well', () => {
    const nested = (type: string): Field => ({
      name: 'rows',
      type: {
        type: 'array',
        items: ['null', { type: 'record', name: 'Row', fields: [{ name: 'a', type }] }],
      },
    });
    expect(pairs('FULL_TRANSITIVE', record([nested('string')]), record([nested('long')]))).toEqual([
      'v2 reads v1',
      'v1 reads v2',
    ]);
  });

  it('is held against every earlier version, not only the last', () => {
    const gone = record([id, { name: 'count', type: 'int', default: 0 }]);
    const back = record([id, { name: 'count', type: 'string', default: '' }]);
    expect(pairs('BACKWARD_TRANSITIVE', gone, record([id]), back)).toEqual(['v3 reads v1']);
  });
});

/** File name of a schema of ours, so many versions after the newest. */
function version(stem: string, after = 0): string {
  const { version: newest } = newestOf(loadSchemaFiles(schemasDirectory())).find(
    (file) => file.stem === stem,
  ) ?? { version: 0 };
  return `${stem}.v${newest + after}.avsc`;
}

/** A copy of our schema files, changed. */
function faultsAfter(change: (directory: string) => void): readonly string[] {
  const directory = mkdtempSync(join(tmpdir(), 'throughline-schemas-'));
  try {
    cpSync(schemasDirectory(), directory, { recursive: true });
    const releases = releaseSchemas(loadSchemaFiles(directory), {});
    change(directory);
    return checkSchemas(loadSchemaFiles(directory), releases);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function edit(file: string, change: (schema: Record<string, unknown>) => void) {
  return (directory: string): void => write(directory, file, file, change);
}

function write(
  directory: string,
  from: string,
  to: string,
  change: (schema: Record<string, unknown>) => void,
): void {
  const schema = JSON.parse(readFileSync(join(directory, from), 'utf8')) as Record<string, unknown>;
  change(schema);
  writeFileSync(join(directory, to), JSON.stringify(schema));
}

const addField = (schema: Record<string, unknown>): void => {
  schema['fields'] = [...(schema['fields'] as Field[]), note];
};

describe('our schema files', () => {
  it('are sound', () => {
    expect(checkSchemas(loadSchemaFiles(schemasDirectory()))).toEqual([]);
    expect(faultsAfter(() => undefined)).toEqual([]);
  });

  it('may be laid out anew', () => {
    expect(faultsAfter(edit(version('action'), () => undefined))).toEqual([]);
  });

  it('must not be edited once released', () => {
    expect(faultsAfter(edit(version('action'), addField))).toEqual([
      `${version('action')} is released and was edited. Restore it and add ${version('action', 1)}.`,
    ]);
  });

  it('must not go away', () => {
    expect(faultsAfter((directory) => rmSync(join(directory, 'timer-due.v1.avsc')))).toEqual([
      'timer-due.v1.avsc is released and gone. Restore it: records written with it are kept.',
    ]);
  });

  it('must be released', () => {
    const faults = faultsAfter((directory) =>
      write(directory, version('action'), version('action', 1), addField),
    );
    expect(faults).toEqual([
      `${version('action', 1)} is not released. Once it is final, run \`npm run schemas:release\`.`,
    ]);
  });

  it('must not skip a version', () => {
    const faults = faultsAfter((directory) =>
      write(directory, version('action'), version('action', 2), addField),
    );
    expect(faults[0]).toContain(`${version('action', 2)}: the version before it is missing`);
  });

  it('must follow those they refer to', () => {
    const faults = faultsAfter((directory) =>
      write(directory, version('interaction'), version('interaction', 1), addField),
    );
    expect(faults).toContainEqual(
      expect.stringContaining(`add ${version('journey-state', 1)} that refers to the newest`),
    );
  });

  it('must not lose a field that old versions write or need', () => {
    const drop = (schema: Record<string, unknown>): void => {
      schema['fields'] = (schema['fields'] as Field[]).filter(({ name }) => name !== 'kind');
    };
    const broken = (stem: string): boolean =>
      faultsAfter((directory) => write(directory, version(stem), version(stem, 1), drop)).some(
        (fault) =>
          fault.startsWith(
            `${stem}: v1 cannot read what ${/v\d+/.exec(version(stem, 1))?.[0] ?? ''} wrote`,
          ),
      );
    expect(broken('action')).toBe(true);
    expect(broken('inbound-interaction')).toBe(false);
  });

  it('must not have a logical type inside a union', () => {
    const faults = faultsAfter((directory) =>
      write(directory, version('action'), version('action', 1), (schema) => {
        const type = ['null', { type: 'long', logicalType: 'timestamp-millis' }];
        schema['fields'] = [...(schema['fields'] as Field[]), { name: 'due', type, default: null }];
      }),
    );
    expect(faults).toContainEqual(expect.stringContaining('a union holds a logical type'));
  });
});

describe('releasing', () => {
  it('adds what is new and leaves what is there', () => {
    const files = loadSchemaFiles(schemasDirectory());
    const releases = releaseSchemas(files, { 'action.v1.avsc': 'old' });
    expect(releases['action.v1.avsc']).toBe('old');
    expect(Object.keys(releases)).toHaveLength(files.length);
  });
});
