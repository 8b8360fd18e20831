import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadDefinitions, parseDefinition, readDefinitionStream } from './index.js';

const HEAD = `journey: hostile
version: 1
title: A hostile journey
startsOn: [a.started]
`;
const END = '  end: { type: final, outcome: done }\n';

function faultsOf(text: string): readonly string[] {
  const { definition, faults } = parseDefinition(text, 'hostile/v1.yaml');
  if (faults.some(({ severity }) => severity === 'error')) expect(definition).toBeUndefined();
  return faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const many = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join('');

describe('a chart that would run for ever is refused:', () => {
  const chart = (states: string): string =>
    `${HEAD}initial: a\nstates:\n${states}  c: { type: final, outcome: done }\n`;
  const begin = '  a: { backstage: true, on: { go: { target: b }, end: { target: c } } }\n';

  it('two states that always lead to one another', () => {
    const loop = '  b: { always: { target: d } }\n  d: { always: { target: b } }\n';
    expect(faultsOf(chart(begin + loop))).toContain(
      '8:8 `b` → `d` → `b` go on for ever without an event; give one of them a guard',
    );
  });

  it('a guard that will hold again', () => {
    const loop = `  b: { backstage: true, on: { end: { target: c } }, always: { guard: 1 < 2, target: b } }\n`;
    expect(faultsOf(chart(begin + loop))).toEqual([
      '8:53 `b` would take this for ever once its guard holds; give it another target, or an event in place of `always`',
    ]);
  });
});

describe('a chart beyond all measure is refused:', () => {
  it('ten thousand states', () => {
    const groups = many(
      50,
      (group) => `  g${group}:\n    states:\n${many(200, (n) => `      s${group}x${n}: {}\n`)}`,
    );
    const text = `${HEAD}initial: g0\nstates:\n${groups}${END}`;
    expect(faultsOf(text)).toEqual([
      expect.stringMatching(/a definition has at most 50000 words and marks; these are more$/),
    ]);
  });

  it('two thousand states, level by level', () => {
    const groups = many(
      10,
      (group) => `  g${group}:\n    states:\n${many(200, (n) => `      s${group}x${n}: {}\n`)}`,
    );
    expect(faultsOf(`${HEAD}initial: g0\nstates:\n${groups}${END}`)).toEqual([
      '6:1 a journey has at most 1000 states, this one has 2011; make parts of it journeys of their own',
    ]);
  });

  it('states inside one another without end', () => {
    const text = `${HEAD}initial: s0\nstates: ${many(5_000, (n) => `{ s${n}: { states: `)}`;
    expect(faultsOf(text)).toEqual([expect.stringContaining('nested more than 48 levels deep')]);
  });

  it('thousands of transitions to states that do not exist, of which a hundred are told', () => {
    const names = many(
      900,
      (n) =>
        `  ${'s'.repeat(40)}${n}: { backstage: true, on: { e: { target: ${'s'.repeat(40)}x${n} } } }\n`,
    );
    const faults = faultsOf(`${HEAD}initial: end\nstates:\n${names}${END}`);
    expect(faults).toHaveLength(101);
    expect(faults.at(-1)).toMatch(/and \d+ more from here on; mend these first$/);
  });

  it('thousands of keys nobody knows', () => {
    const faults = faultsOf(
      `${HEAD}initial: end\nstates:\n${END}${many(900, (n) => `key${n}: 1\n`)}`,
    );
    expect(faults).toHaveLength(101);
    expect(faults.at(-1)).toMatch(/and 800 more from here on/);
  });

  it('an expression that would burn, with its place in the file', () => {
    const guard = 'event.type.matches("(a+)+$")';
    const text = `${HEAD}initial: a\nstates:\n  a:\n    backstage: true\n    on:\n      e:\n        guard: '${guard}'\n        target: end\n${END}`;
    expect(faultsOf(text)).toEqual([expect.stringMatching(/^11:16 .*no repeated group/)]);
  });
});

describe('YAML that is not what it looks like is refused:', () => {
  const good = `${HEAD}initial: end\nstates:\n${END}`;

  it.each([
    [
      'a bomb of aliases',
      `a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n${good}`,
      '1:7 anchors (&a) are not allowed',
    ],
    ['a merge key', good.replace('{ type', '{ <<: { outcome: won }, type'), 'a state has no `<<`'],
    ['a key twice', `${good}title: Another\n`, '8:1 `title` stands here twice'],
    [
      'a key twice in brackets',
      good.replace('{ type', '{ outcome: won, type'),
      '`outcome` stands here twice',
    ],
    ['a key that is a list', `${good}? [a, b]\n: 1\n`, 'key'],
    [
      'a tag',
      good.replace('A hostile journey', '!!binary aGk='),
      'tags (tag:yaml.org,2002:binary) are not allowed',
    ],
    ['a tag of a language', good.replace('A hostile journey', '!!js/eval 1'), 'tag'],
    ['a NUL', good.replace('A hostile', 'A\0hostile'), '3:9 the character U+0000 does not show'],
    [
      'an escaped NUL',
      good.replace('A hostile journey', '"A\\0hostile"'),
      '3:8 the character U+0000 does not show',
    ],
    [
      'text turned round',
      good.replace('A hostile', 'A \u202Ehostile'),
      '3:10 the character U+202E does not show',
    ],
    [
      'a byte order mark inside',
      good.replace('A hostile', 'A \uFEFFhostile'),
      'the character U+FEFF does not show',
    ],
    [
      'half a character',
      good.replace('A hostile', 'A \uD83D hostile'),
      'the character U+D83D does not show',
    ],
    ['a tab for indentation', good.replace('  end', '\tend'), '7:1 '],
    [
      'a number too large to hold',
      good.replace('version: 1', 'version: 9007199254740993'),
      '2:10 `9007199254740993` cannot be held exactly',
    ],
    ['no number', good.replace('version: 1', 'version: .nan'), 'cannot be held exactly'],
    ['a directive for another YAML', `%YAML 1.1\n---\n${good.replace('1', 'yes')}`, ''],
    [
      'names from JavaScript',
      good.replace('end', '__proto__').replace('end', '__proto__'),
      '`__proto__` is not a state name',
    ],
  ])('%s', (_, text, words) => {
    const faults = faultsOf(text);
    expect(faults.join('\n')).toContain(words);
    expect(faults).not.toEqual([]);
  });

  it.each([
    ['a byte order mark at the beginning', `\uFEFF${good}`],
    ['line ends as Windows writes them', good.replaceAll('\n', '\r\n')],
    ['no line end at the end', good.trimEnd()],
    ['letters and emoji of all peoples', good.replace('A hostile', 'Ünïcode 名前 נסיעה 👩‍👩‍👧')],
  ])('but not %s', (_, text) => {
    expect(faultsOf(text)).toEqual([]);
  });

  it.each([
    ['brackets', '['],
    ['braces', '{'],
    ['keys of keys', '? '],
    ['lists of lists', '- '],
    ['anchors', '&a '],
    ['tags', '!a '],
    ['quotes', '"'],
    ['block texts', '|\n '],
    ['documents', '---\n'],
    ['colons', ': '],
    ['commas', ','],
    ['line ends', '\n'],
    ['comments', '#\n'],
    ['deeper and deeper lists', '[{'],
  ])('256 KiB of nothing but %s', (_, scrap) => {
    const text = scrap.repeat(Math.floor((256 * 1024) / scrap.length));
    const faults = faultsOf(text);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThanOrEqual(101);
  });
});

describe('a file that is none', () => {
  let directory: string;
  let file: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hostile-'));
    await mkdir(join(directory, 'hostile'));
    file = join(directory, 'hostile', 'v1.yaml');
  });
  afterEach(() => rm(directory, { recursive: true }));

  const told = async (): Promise<readonly string[]> => {
    const { definitions, faults } = await loadDefinitions(directory);
    expect(definitions).toEqual([]);
    return faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
  };

  it('but a folder', async () => {
    await mkdir(file);
    expect(await told()).toEqual(['1:1 not read: this is a folder, not a file']);
  });

  it('but a pipe nobody writes into', async () => {
    execFileSync('mkfifo', [file]);
    expect(await told()).toEqual(['1:1 not read: this is a pipe, not a file']);
  });

  it('but a device without end', async () => {
    await symlink('/dev/zero', file);
    expect(await told()).toEqual(['1:1 not read: this is a device, not a file']);
  });

  it('but a link to itself, or to nothing', async () => {
    await symlink(file, file);
    await symlink('nowhere', join(directory, 'hostile', 'v2.yaml'));
    expect(await told()).toEqual([
      '1:1 cannot be read: its links lead in a circle',
      '1:1 cannot be read: it is not there, or a link to what is not there',
    ]);
  });

  it('but larger than any memory', async () => {
    await writeFile(file, '');
    await truncate(file, 2 ** 40);
    expect(await told()).toEqual([
      '1:1 a definition has at most 262144 bytes, this file has 1099511627776',
    ]);
  });

  it('but in another encoding, with the place of the first wrong byte', async () => {
    await writeFile(
      file,
      Buffer.concat([Buffer.from('journey: hostile\ntitle: Gr\uFFFD'), Buffer.from([0xfc, 0x6e])]),
    );
    expect(await told()).toEqual([
      '2:11 this is no UTF-8: byte 0xfc stands here; save the file as UTF-8',
    ]);
    await writeFile(file, Buffer.from('\uFEFFjourney: hostile', 'utf16le'));
    expect(await told()).toEqual([
      '1:1 this is no UTF-8: byte 0xff stands here; save the file as UTF-8',
    ]);
  });

  it('is read through links to files and folders that are', async () => {
    await mkdir(join(directory, 'elsewhere'));
    await writeFile(join(directory, 'elsewhere', 'x'), `${HEAD}initial: end\nstates:\n${END}`);
    await symlink(join(directory, 'elsewhere', 'x'), file);
    await symlink(join(directory, 'hostile'), join(directory, 'linked'));
    const { definitions, faults } = await loadDefinitions(directory);
    expect(definitions.map(({ name }) => name)).toEqual(['hostile']);
    expect(faults.map(({ message }) => message)).toEqual([
      'the file lies in the place of `journey: linked`, but says `hostile`',
    ]);
  });
});

it('a stream without end is read as far as a definition may go', async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield await Promise.resolve(Buffer.alloc(65_536, 'a'));
  }
  expect(await readDefinitionStream(endless(), '-')).toMatchObject({
    fault: { message: expect.stringContaining('a definition has at most 262144 bytes') },
  });
});
