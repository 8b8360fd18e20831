import type { NormalForm } from './normal-form.js';

const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;

/**
 * An address (RFC 5321) with its domain in lower case. The local part keeps its case: only the receiving
 * host knows whether it matters.
 */
export function normaliseEmail(text: string): NormalForm {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = text
    .slice(at + 1)
    .toLowerCase()
    .normalize('NFC');
  if (at < 1 || local.length > 64 || /[\s@,;:<>()[\]\\"]/.test(local)) {
    return { fault: 'not an e-mail address; write it as name@domain' };
  }
  const labels = domain.split('.');
  if (labels.length < 2 || domain.length > 253 || !labels.every((label) => LABEL.test(label))) {
    return { fault: `"${domain}" is not the domain of an e-mail address; write it as name@domain` };
  }
  return { value: `${local}@${domain}` };
}
