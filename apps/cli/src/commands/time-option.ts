import { InvalidArgumentError } from 'commander';

/** A time of the command line, ms since the epoch. */
export function time(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new InvalidArgumentError('give a time such as 2026-01-31T00:00:00Z.');
  return ms;
}
