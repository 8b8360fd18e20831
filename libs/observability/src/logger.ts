import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino';
import { prettyLine } from './pretty-line.js';
import { stripControls } from './strip-controls.js';

/** Writes lines of JSON: `logger.info({ journeyId }, 'what happened')`. */
export type Logger = PinoLogger;

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Which process or part speaks. */
  readonly name: string;
  /** Default: standard output; one readable line each on a terminal, JSON otherwise. */
  readonly destination?: DestinationStream;
}

const MASKED = '***';

/**
 * Places that hold secrets or personal values: masked wherever an object like this is logged, at the top or up to
 * two levels down. Whatever else is personal must not be put into a log line at all.
 */
const REDACTED = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-api-key"]',
  'apiKey',
  'key',
  'password',
  'secret',
  'identitySecret',
  'token',
  'identifiers[*].value',
  'identifier.value',
  'data',
  'fields',
];

/**
 * A logger. Its lines hold no control characters (so that nobody can forge a line or drive a terminal), no secrets and
 * no identifiers' values.
 */
export function createLogger(options: LoggerOptions): Logger {
  return pino(
    {
      name: options.name,
      level: options.level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED.flatMap(atThreeDepths), censor: MASKED },
      serializers: {
        err: pino.stdSerializers.errWithCause,
        error: pino.stdSerializers.errWithCause,
      },
    },
    withoutControls(options.destination ?? standardOutput()),
  );
}

function atThreeDepths(path: string): string[] {
  const dot = path.startsWith('[') ? '' : '.';
  return [path, `*${dot}${path}`, `*.*${dot}${path}`];
}

function withoutControls(destination: DestinationStream): DestinationStream {
  return { write: (line) => destination.write(stripControls(line)) };
}

function standardOutput(): DestinationStream {
  if (!process.stdout.isTTY) return pino.destination({ dest: 1, sync: true });
  return { write: (line) => void process.stdout.write(prettyLine(line)) };
}
