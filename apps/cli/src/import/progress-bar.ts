import { SingleBar } from 'cli-progress';

/** On a terminal only; a pipe gets the report and nothing else. */
export function progressBar(format: string): SingleBar {
  return new SingleBar({ format, stream: process.stderr, hideCursor: true, noTTYOutput: false });
}
