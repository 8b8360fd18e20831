import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ThroughlineError } from '#ports';

const ATTEMPTS = 3;

/**
 * Takes a directory for this process: a file with our process id, and the time the process began, because ids are given
 * out again. What a dead process left behind is taken over. Throws `UNAVAILABLE` naming the process that has it.
 * @returns gives the directory back
 */
export function lockDirectory(directory: string): () => void {
  const file = join(directory, 'in-use-by');
  for (let attempt = 1; ; attempt++) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, `${process.pid} ${beganAt(process.pid)}\n`);
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new ThroughlineError('UNAVAILABLE', `${directory} cannot be written to`, { cause });
      const owner = readOwner(file);
      if (owner !== undefined && (attempt === ATTEMPTS || isRunning(owner)))
        throw new ThroughlineError(
          'UNAVAILABLE',
          `The log in ${directory} is in use by process ${owner.pid}: stop it, or give this one a directory of its own`,
          { cause, retryable: false },
        );
      rmSync(file, { force: true });
    }
  }
}

interface Owner {
  readonly pid: number;
  readonly began: string;
}

function readOwner(file: string): Owner | undefined {
  try {
    const [pid, began = ''] = readFileSync(file, 'utf8').trim().split(' ');
    return Number(pid) > 0 ? { pid: Number(pid), began } : undefined;
  } catch {
    return undefined; // gone in the meantime
  }
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
