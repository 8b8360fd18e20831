import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Clock, hasCode, systemRefusal, ThroughlineError } from '#ports';
import { isKeyOf, keyIdOf, type KeyScope, makeKey, type StoredKey } from './channel-key.js';

export interface ChannelKeysOptions {
  /** The JSON file the keys are kept in; its directory is made if need be. */
  readonly file: string;
  readonly clock: Clock;
}

const EVERYTHING: KeyScope = { channels: ['*'], types: ['*'] };
/** A change made by another process is seen within this time, ms. */
const RECHECK_MS = 1_000;

/** The channel keys of one installation, in one file. Keys are held as hashes; a key is shown once, when it is made. */
export class ChannelKeys {
  private keys = new Map<string, StoredKey>();
  private readAt = 0;
  private modified = 0;

  private constructor(private readonly options: ChannelKeysOptions) {}

  /** Reads the file. Throws `CORRUPT` when it is not a list of keys. */
  static async open(options: ChannelKeysOptions): Promise<ChannelKeys> {
    const keys = new ChannelKeys(options);
    await keys.reload();
    return keys;
  }

  /**
   * Where there is no key yet, makes one for everything and hands it to `show`, who is the only one to see it. It is kept
   * before it is shown, so that it holds for whoever reads it; one that nobody saw, because the process ended in between or
   * `show` failed, gives way to another the next time. Call it once requests are answered.
   */
  async showDevelopmentKey(show: (key: string) => Promise<void>): Promise<void> {
    await this.reload();
    if ([...this.keys.values()].some(({ shown }) => shown !== false)) return;
    const { key, stored } = makeKey('development', EVERYTHING, this.options.clock.now());
    await this.write([{ ...stored, shown: false }]);
    await show(key);
    await this.reload();
    await this.write([...this.keys.values()].map((one) => (one.id === stored.id ? stored : one)));
  }

  /** The key's scope and name; undefined: unknown or revoked. */
  async verify(key: string): Promise<StoredKey | undefined> {
    const id = keyIdOf(key);
    if (id === undefined) return undefined;
    // One not seen before may have been made a moment ago by another process.
    await this.refresh(this.keys.has(id) ? RECHECK_MS : 0);
    const stored = this.keys.get(id);
    if (stored === undefined || stored.revokedAt !== null) return undefined;
    return isKeyOf(stored, key) ? stored : undefined;
  }

  /** Whether a key that was verified once still holds. */
  async isActive(id: string): Promise<boolean> {
    await this.refresh(RECHECK_MS);
    return this.keys.get(id)?.revokedAt === null;
  }

  /** Makes a key and returns it: the only time it is seen. */
  async create(name: string, scope: KeyScope): Promise<string> {
    await this.reload();
    const made = makeKey(name, scope, this.options.clock.now());
    await this.write([...this.keys.values(), made.stored]);
    return made.key;
  }

  /** From now on the key is refused. Throws `NOT_FOUND`. */
  async revoke(id: string): Promise<void> {
    await this.reload();
    const stored = this.keys.get(id);
    if (stored === undefined) {
      throw new ThroughlineError('NOT_FOUND', `There is no channel key ${id} to revoke.`);
    }
    const revoked = { ...stored, revokedAt: this.options.clock.now() };
    await this.write([...this.keys.values()].map((one) => (one.id === id ? revoked : one)));
  }

  /** All keys, revoked ones too, oldest first. */
  list(): readonly StoredKey[] {
    return [...this.keys.values()];
  }

  private async refresh(afterMs: number): Promise<void> {
    const now = this.options.clock.now();
    if (Math.abs(now - this.readAt) < afterMs) return;
    this.readAt = now;
    const modified = statSync(this.options.file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (modified !== this.modified) await this.reload();
  }

  private async reload(): Promise<void> {
    this.modified = statSync(this.options.file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const stored = (await readKeys(this.options.file)) ?? [];
    this.keys = new Map(stored.map((one) => [one.id, one]));
    this.readAt = this.options.clock.now();
  }

  private async write(keys: readonly StoredKey[]): Promise<void> {
    await writeKeys(this.options.file, keys);
    await this.reload();
  }
}

async function readKeys(file: string): Promise<readonly StoredKey[] | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new ThroughlineError('UNAVAILABLE', `The channel keys in ${file} cannot be read.`, {
      cause: error,
    });
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed) && parsed.every(isStoredKey)) return parsed;
    throw new ThroughlineError('CORRUPT', notKeys(file));
  } catch (error) {
    if (hasCode(error, 'CORRUPT')) throw error;
    throw new ThroughlineError('CORRUPT', notKeys(file), { cause: error });
  }
}

function notKeys(file: string): string {
  return `${file} is not a list of channel keys. Restore it from a copy, or remove it to begin anew.`;
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

function isStoredKey(value: unknown): value is StoredKey {
  if (typeof value !== 'object' || value === null) return false;
  const key = value as Record<string, unknown>;
  return (
    typeof key['id'] === 'string' &&
    typeof key['name'] === 'string' &&
    typeof key['hash'] === 'string' &&
    Array.isArray(key['channels']) &&
    Array.isArray(key['types']) &&
    typeof key['createdAt'] === 'number' &&
    (key['revokedAt'] === null || typeof key['revokedAt'] === 'number')
  );
}

/**
 * Written beside and renamed over, readable by the owner only, so that a crash leaves the old file or the new one. Throws
 * `UNAVAILABLE` when it cannot be written.
 */
async function writeKeys(file: string, keys: readonly StoredKey[]): Promise<void> {
  const beside = `${file}.${process.pid}.new`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(beside, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
    await rename(beside, file);
  } catch (cause) {
    const why = systemRefusal(cause) ?? String(cause);
    const message = `The channel keys cannot be kept in ${file}: ${why} DATA_DIR must be a directory in which this user can write.`;
    throw new ThroughlineError('UNAVAILABLE', message, { cause, retryable: false });
  }
}
