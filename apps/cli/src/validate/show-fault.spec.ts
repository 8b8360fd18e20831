import { describe, expect, it } from '@jest/globals';
import { type FileFault } from '#definitions';
import { type Paint, showFault } from './show-fault.js';

const plain: Paint = (_, text) => text;

function shown(text: string, over: Partial<FileFault>): string[] {
  const fault: FileFault = {
    file: 'a/v1.yaml',
    line: 1,
    column: 1,
    path: [],
    message: 'something is wrong',
    severity: 'error',
    ...over,
  };
  return showFault(fault, text, plain).split('\n');
}

describe('a fault on the command line', () => {
  it('is its place, what is wrong, the line with a caret under the column, and what to do', () => {
    const message = 'state `ennd` does not exist; did you mean `end`?';
    expect(shown('a: 1\n  target: ennd\n', { line: 2, column: 11, message })).toEqual([
      'a/v1.yaml:2:11 error: state `ennd` does not exist',
      '    2 |   target: ennd',
      '      |           ^',
      '      = did you mean `end`?',
    ]);
  });

  it.each([
    ['behind tabs', '\t\tx', 3, '      | \t\t^'],
    ['behind wide characters', '名前x', 3, '      |     ^'],
    ['behind marks that take no room', 'e\u0301x', 3, '      |  ^'],
  ])('has its caret where it belongs %s', (_, source, column, caret) => {
    expect(shown(source, { column })[2]).toBe(caret);
  });

  it('shows of a very long line only what is around the column', () => {
    const [, line = '', caret = ''] = shown(`${'a'.repeat(5_000)}X${'b'.repeat(5_000)}`, {
      column: 5_001,
    });
    expect(line.length).toBeLessThan(140);
    expect(line[caret.indexOf('^')]).toBe('X');
    expect(line).toMatch(/… ?a+Xb+…$/);
  });

  it('lets no file command the terminal', () => {
    const text = shown('\u001B[2Jx', { column: 5, message: 'no \u001B]0;title\u0007 here' }).join(
      '\n',
    );
    expect(text).not.toMatch(/\u001B|\u0007/);
  });

  it('has no source line where the file could not be read', () => {
    const fault = {
      file: 'p',
      line: 1,
      column: 1,
      path: [],
      message: 'not read',
      severity: 'error',
    } as const;
    expect(showFault(fault, undefined, plain)).toBe('p:1:1 error: not read');
  });
});
