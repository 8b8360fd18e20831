import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { conformanceTests, playConformanceTest } from '#testing';

/** Chapter → test → `passed`, or `unsupported: <reason>`. */
type Chapters = Readonly<Record<string, Readonly<Record<string, string>>>>;

const DOCS = new URL('../../../docs/conformance/', import.meta.url);

const suites = {
  scion: entries('scion', (chapter, test) => `${chapter}/${test}`),
  w3c: entries('w3c', (_chapter, test) => `w3c-ecma/${test}`),
};
const list = new Map([...suites.scion, ...suites.w3c]);

function entries(
  suite: string,
  nameOf: (chapter: string, test: string) => string,
): readonly [string, string][] {
  const chapters = JSON.parse(readFileSync(new URL(`${suite}.json`, DOCS), 'utf8')) as Chapters;
  return Object.entries(chapters).flatMap(([chapter, tests]) =>
    Object.entries(tests).map(([test, result]): [string, string] => [
      nameOf(chapter, test),
      result,
    ]),
  );
}

describe('the documents of SCION and the W3C', () => {
  const tests = conformanceTests();

  it('are all on the list, and nothing else is', () => {
    expect([...list.keys()].sort()).toEqual(tests.map(({ name }) => name).sort());
  });

  it.each(tests)('$name comes to what the list says', (test) => {
    const result = playConformanceTest(test);
    const listed = list.get(test.name) ?? 'not on the list';
    // Of a result without a word of its own, e.g. that nothing is expected, the list may tell more.
    expect(listed.startsWith(`${result}: `) ? result : listed).toBe(result);
  });

  it.each(Object.entries(suites))('of %s are counted in the README', (suite, results) => {
    const row = readFileSync(new URL('README.md', DOCS), 'utf8')
      .split('\n')
      .find((line) => line.includes(`(./${suite}.json)`));
    const passed = results.filter(([, result]) => result === 'passed').length;
    expect(row?.match(/\b\d+\b/g)).toEqual([`${passed}`, `${results.length - passed}`]);
  });

  it('are never listed as failed', () => {
    const odd = [...list].filter(([, result]) => !/^(passed$|unsupported: )/.test(result));
    expect(odd).toEqual([]);
  });
});
