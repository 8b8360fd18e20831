import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type FileFault } from './file-fault.js';
import { MAX_BYTES, tooLarge } from './yaml-file.js';

/** A file's text, or why there is none. */
export type DefinitionText = { readonly text: string } | { readonly fault: FileFault };

/**
 * Reads a definition file. What is no file of a sensible size is not read but told: nothing waits for a pipe, and nothing
 * is read for ever. Links are followed. Never throws.
 */
export async function readDefinitionText(file: string): Promise<DefinitionText> {
  let handle: FileHandle | undefined;
  try {
    // Opening a pipe would otherwise wait until somebody writes into it.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await handle.stat();
    if (!stats.isFile()) return unread(file, `not read: this is ${kindOf(stats)}, not a file`);
    if (stats.size > MAX_BYTES) return { fault: tooLarge(file, stats.size) };
    // It may have grown meanwhile.
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_BYTES + 1), 0);
    return decodeDefinition(buffer.subarray(0, bytesRead), file);
  } catch (error) {
    return unread(file, `cannot be read: ${reasonOf(error)}`);
  } finally {
    await handle?.close();
  }
}

/** Reads a definition from a stream, and no more of it than a definition may have. `file`: what to call it in faults. */
export async function readDefinitionStream(
  stream: AsyncIterable<Uint8Array>,
  file: string,
): Promise<DefinitionText> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_BYTES) break;
  }
  return decodeDefinition(Buffer.concat(chunks), file);
}

/** The text of UTF-8 bytes without their byte order mark; bytes that are none are told with their place. */
export function decodeDefinition(bytes: Uint8Array, file: string): DefinitionText {
  if (bytes.length > MAX_BYTES) return { fault: tooLarge(file, bytes.length) };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const before = validPart(Buffer.from(bytes));
    const byte = bytes[Buffer.byteLength(before)] ?? 0;
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    const message = `this is no UTF-8: byte 0x${byte.toString(16)} stands here; save the file as UTF-8`;
    return { fault: { file, line, column, path: [], message, severity: 'error' } };
  }
}

/** What stands before the first byte that is no UTF-8: there the decoder writes a replacement that is not in the bytes. */
function validPart(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', from)) {
    offset += Buffer.byteLength(text.slice(from, at));
    if (bytes.readUIntBE(Math.min(offset, bytes.length - 3), 3) !== 0xefbfbd)
      return text.slice(0, at);
    offset += 3;
    from = at + 1;
  }
  return text;
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  return 'a device';
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'it is not there, or a link to what is not there',
    EACCES: 'this user may not read it',
    ELOOP: 'its links lead in a circle',
    ENXIO: 'this is a socket, not a file',
  };
  return known[code ?? ''] ?? message;
}

function unread(file: string, message: string): DefinitionText {
  return { fault: { file, line: 1, column: 1, path: [], message, severity: 'error' } };
}
