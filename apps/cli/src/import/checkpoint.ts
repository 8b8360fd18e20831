import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../failure.js';

/** How far an import has come. Everything before `next` is in the log; some after it may be, behind `ends`. */
interface Progress {
  /** SHA-256 of the file and of its mapping: another one is another import. */
  readonly content: string;
  /** Place in time order of the first event not known to be in the log. */
  readonly next: number;
  /** Where each partition of the log ended when the events from `next` on had not been sent. */
  readonly ends: readonly number[];
  readonly complete: boolean;
}

/** Remembers an import's progress under the data directory, so that one that was killed goes on where it was. */
export class Checkpoint {
  private constructor(
    private readonly file: string,
    private readonly content: string,
    private readonly found: Progress | undefined,
  ) {}

  /** Where to begin. */
  get next(): number {
    return this.found?.next ?? 0;
  }

  /** Where to look in the log for what was sent from `next` on; undefined: nothing was. */
  get ends(): readonly number[] | undefined {
    return this.found?.ends;
  }

  get complete(): boolean {
    return this.found?.complete ?? false;
  }

  /** Throws `Failure` when another file was imported under this name. */
  static async open(dataDir: string, name: string, files: readonly string[]): Promise<Checkpoint> {
    const file = join(dataDir, 'imports', `${name}.json`);
    const content = await hashOf(files);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return new Checkpoint(file, content, undefined);
    const progress = JSON.parse(text) as Progress;
    if (progress.content !== content) {
      throw new Failure(
        `Import "${name}" was begun with another file or mapping. Give the new one its own name (\`import:\` in the mapping), or remove ${file} if the old one is of no interest.`,
      );
    }
    return new Checkpoint(file, content, progress);
  }

  /** Durable by rename: a kill leaves the old progress or the new. */
  async save(next: number, ends: readonly number[], complete = false): Promise<void> {
    const progress: Progress = { content: this.content, next, ends, complete };
    await mkdir(dirname(this.file), { recursive: true });
    await writeFile(`${this.file}.new`, JSON.stringify(progress));
    await rename(`${this.file}.new`, this.file);
  }
}

async function hashOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    await pipeline(createReadStream(file), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) hash.update(chunk);
    });
  }
  return hash.digest('hex');
}
