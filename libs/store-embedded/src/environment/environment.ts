import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { ThroughlineError } from '#ports';

/** One LMDB file, its writes made whole or not at all. */
export interface Environment {
  readonly root: RootDatabase;
  /**
   * Runs `action` in one write transaction and resolves once it is committed; when it throws, nothing has changed.
   * What is committed survives the death of the process; the disk follows within the same moment.
   */
  write<T>(action: () => T): Promise<T>;
  /**
   * Before each read: it sees what is committed by now, by whomever; without it a read may be as old as the turn of the event
   * loop. Throws `CLOSED` after `close`.
   */
  beginReading(): void;
  close(): Promise<void>;
}

const MAX_TABLES = 24;

/** Opens (and makes) `<directory>/<name>.mdb`. Several processes may hold it open. */
export function openEnvironment(directory: string, name: string): Environment {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `${name}.mdb`);
  const root = open({ path, noSubdir: true, maxDbs: MAX_TABLES, encoding: 'binary' });
  let closing: Promise<void> | undefined;

  const ensureOpen = (): void => {
    if (closing) throw new ThroughlineError('CLOSED', `${path} was closed: open it again`);
  };
  return {
    root,
    beginReading() {
      ensureOpen();
      root.resetReadTxn();
    },
    async write(action) {
      ensureOpen();
      try {
        return await root.childTransaction(action);
      } catch (error) {
        if (error instanceof ThroughlineError) throw error;
        throw new ThroughlineError(
          'UNAVAILABLE',
          `${path} could not be written: is the disk full, or the directory read-only?`,
          { cause: error },
        );
      }
    },
    close() {
      closing ??= root.flushed.then(() => root.close());
      return closing;
    },
  };
}
