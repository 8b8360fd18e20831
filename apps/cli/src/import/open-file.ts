import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

export interface OpenedFile {
  /** The file's bytes, decompressed if they are gzipped (told by their first two bytes, not by the name). */
  readonly content: Readable;
  /** Size on disk, bytes. */
  readonly size: number;
  /** Bytes on disk read so far. */
  bytesRead(): number;
}

export async function openFile(file: string): Promise<OpenedFile> {
  const { size, gzipped } = await inspect(file);
  const raw = createReadStream(file);
  const bytesRead = () => raw.bytesRead;
  if (!gzipped) return { content: raw, size, bytesRead };
  const unzipped = createGunzip();
  // Whoever reads `content` gets the error; there is nothing else to do with it here.
  pipeline(raw, unzipped, () => undefined);
  return { content: unzipped, size, bytesRead };
}

async function inspect(file: string): Promise<{ size: number; gzipped: boolean }> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return { size, gzipped: bytesRead === 2 && buffer.equals(GZIP_MAGIC) };
  } finally {
    await handle.close();
  }
}
