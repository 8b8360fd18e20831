import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ThroughlineError } from '#ports';

const ATTEMPTS = 3;
/** A file without a name in it that is older than this was left by a process that died before it wrote, ms. */
const WRITING_TAKES_MS = 10_000;

/**
 * Takes a directory for this process: a file with our process id, and the time the process began, because ids are given
 * out again. What a dead process left behind is taken over. Throws `UNAVAILABLE` naming the process that has it.
 * @returns gives the directory back
 */
export function lockDirectory(directory: string): () => void {
  const file = join(directory, 'in-use-by');
  const ours = `${process.pid} ${beganAt(process.pid)}\n`;
  for (let attempt = 1; ; attempt++) {
    try {
      writeFileSync(file, ours, { flag: 'wx' });
      return () => removeIfStill(file, ours);
    } catch (cause) {
      if (!isCalled('EEXIST', cause))
        throw new ThroughlineError('UNAVAILABLE', `${directory} cannot be written to`, { cause });
      const found = textOf(file);
      if (found === undefined) continue; // given back in the meantime
      const inUse =
        whoHas(file, found) ??
        (attempt >= ATTEMPTS ? 'being taken by others, one after the other' : undefined);
      if (inUse !== undefined)
        throw new ThroughlineError(
          'UNAVAILABLE',
          `The log in ${directory} is ${inUse}: stop it, or give this one a directory of its own`,
          { cause, retryable: false },
        );
      removeIfStill(file, found);
    }
  }
}

/**
 * Removes a lock file as long as it says this. Of two who found the same dead process's file the second may come when the
 * first has made its own: that one is put back.
 */
export function removeIfStill(file: string, text: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isCalled('ENOENT', error)) return;
    throw error;
  }
  const found = textOf(aside) ?? text;
  rmSync(aside, { force: true });
  if (found !== text) writeFileSync(file, found, { flag: 'wx' });
}

/** In words; undefined: nobody who lives. */
function whoHas(file: string, text: string): string | undefined {
  const [, pid, began = ''] = /^(\d+) (\d*)\n$/.exec(text) ?? [];
  if (pid === undefined) return isYoung(file) ? 'just being taken by another process' : undefined;
  const owner = { pid: Number(pid), began };
  return isRunning(owner) ? `in use by process ${pid}` : undefined;
}

function isYoung(file: string): boolean {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  return Date.now() - made < WRITING_TAKES_MS;
}

/** Undefined: there is none. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isCalled('ENOENT', error)) return undefined;
    throw error;
  }
}

function isCalled(code: string, error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

interface Owner {
  readonly pid: number;
  readonly began: string;
}

function isRunning(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return owner.began === beganAt(owner.pid);
}

/** Linux: the 22nd field of /proc/<pid>/stat (man 5 proc). Elsewhere the id alone has to do. */
function beganAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
