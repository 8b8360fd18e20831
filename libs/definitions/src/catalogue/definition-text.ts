import { hash } from 'node:crypto';

/** A file's text as it is deployed: what an editor or git does to line ends is no other version. */
export function deployedText(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

/** Identity of a version: SHA-256 of the deployed text, hexadecimal. */
export function textHash(text: string): string {
  return hash('sha256', deployedText(text), 'hex');
}
