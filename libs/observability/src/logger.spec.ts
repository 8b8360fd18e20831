import { describe, expect, it } from '@jest/globals';
import { createLogger, type Logger } from './index.js';
import { prettyLine } from './pretty-line.js';

/** What a logger writes while `act` runs. */
function linesOf(act: (logger: Logger) => void): string[] {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  act(createLogger({ level: 'info', name: 'gateway', destination }));
  return lines;
}

function entryOf(act: (logger: Logger) => void): Record<string, unknown> {
  const [line = ''] = linesOf(act);
  return JSON.parse(line) as Record<string, unknown>;
}

describe('a log line', () => {
  it('is JSON with time, level, who, and what happened', () => {
    const entry = entryOf((logger) => logger.info({ journeyId: 'a.b' }, 'journey started'));
    expect(entry).toMatchObject({
      level: 'info',
      name: 'gateway',
      journeyId: 'a.b',
      msg: 'journey started',
    });
    expect(entry['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('is not written below the level', () => {
    expect(linesOf((logger) => logger.debug('details'))).toEqual([]);
  });

  it('says why, down to the first cause', () => {
    const error = new Error('cannot commit', { cause: new Error('disk full') });
    const entry = entryOf((logger) => logger.error({ err: error }, 'batch failed'));
    expect(entry['err']).toMatchObject({
      message: 'cannot commit',
      cause: { message: 'disk full' },
    });
  });
});

describe('what must not be in a log', () => {
  it.each([
    ['a login', { authorization: 'Bearer hunter2' }],
    ['a login of a request', { req: { headers: { authorization: 'hunter2', cookie: 'hunter2' } } }],
    ['a channel key', { channel: { key: 'hunter2', apiKey: 'hunter2' } }],
    ['a key header', { headers: { 'x-api-key': 'hunter2' } }],
    ['a password', { kafka: { sasl: { password: 'hunter2' } } }],
    ['an identifier', { identifiers: [{ scheme: 'phone', value: 'hunter2' }] }],
    ['an identifier of an interaction', { interaction: { identifiers: [{ value: 'hunter2' }] } }],
    ['what the customer told', { interaction: { data: { fullName: 'hunter2' } } }],
    ['collected fields', { journey: { fields: { fullName: { value: 'hunter2' } } } }],
  ])('is masked: %s', (_what, details) => {
    const [line = ''] = linesOf((logger) => logger.info(details, 'something'));
    expect(line).toContain('***');
    expect(line).not.toContain('hunter2');
  });

  it('loses control characters, at any depth, and nothing else', () => {
    const wild = 'a\u0000b\u001b[31mc\rd\u007fe\u009bf\u2028g\u202eh';
    const entry = entryOf((logger) => logger.info({ deep: [{ wild }] }, wild));
    expect(entry['msg']).toBe('ab[31mcdefgh');
    expect(entry['deep']).toEqual([{ wild: 'ab[31mcdefgh' }]);
  });

  it('keeps what only looks like one', () => {
    const text = 'C:\\reports\\u001b "quoted" Zoë\n\tnext';
    expect(entryOf((logger) => logger.info(text))['msg']).toBe(text);
  });

  it('cannot forge a second line', () => {
    const [json = ''] = linesOf((logger) => logger.info({ id: 'x\ny' }, 'a\nb'));
    expect(json.trimEnd().split('\n')).toHaveLength(1);
    expect(prettyLine(json).trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('a log line on a terminal', () => {
  it('reads as time, level, who, what, details, and the stack below', () => {
    const pretty = prettyLine(
      JSON.stringify({
        level: 'warn',
        time: '2026-11-21T10:15:00.123Z',
        pid: 1,
        hostname: 'h',
        name: 'desk',
        msg: 'slow',
        ms: 1200,
        err: { stack: 'Error: x\n at y' },
      }),
    );
    expect(pretty).toBe('10:15:00.123 WARN  [desk] slow ms=1200\n    Error: x\n     at y\n');
  });
});
