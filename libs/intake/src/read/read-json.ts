import { isUtf8 } from 'node:buffer';
import { type Fault, refuse, pointerStep } from '#ports';
import { findJsonFault } from './json-fault.js';
import { type JsonShape, measureJson } from './json-shape.js';

/** Levels of arrays and objects one event may have; a request's own array is one more. */
export const MAX_DEPTH = 16;
/** Events one request may have. */
export const MAX_EVENTS = 1_000;
const MAX_FAULTS = 50;
const ARRAY = 0x5b;

const REFUSED_KEYS = new Set(['__proto__', 'constructor']);
/** A text without any of these can hold neither a refused key (also written with escapes) nor a number past 1.8e308. */
const SUSPICIOUS = /__proto__|constructor|\\u00|[eE]\+?\d{3}|\d{300}/;

const shapes = new WeakMap<object, JsonShape & { readonly bytes: number }>();

/**
 * Parses a request's body: UTF-8, JSON, not too deep, no key that could reach a prototype, no number that
 * would not survive. Throws a `Refusal` that says where.
 */
export function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) refuse('no-body', 'The request needs a JSON body.');
  if (!isUtf8(bytes)) {
    refuse('bad-encoding', `The body is not UTF-8: byte ${firstBadByte(bytes)} is wrong.`);
  }
  const shape = measureJson(bytes);
  const allowed = bytes[firstByte(bytes)] === ARRAY ? MAX_DEPTH + 1 : MAX_DEPTH;
  if (shape.depth > allowed) {
    refuse('too-deep', `An event may be nested ${MAX_DEPTH} levels deep at most.`);
  }
  const text = bytes.toString('utf8');
  const value = parse(text);
  if (SUSPICIOUS.test(text)) {
    const faults = findRefused(value);
    if (faults.length > 0) {
      refuse('invalid-json', 'The body has keys or numbers that are not taken.', faults);
    }
  }
  if (typeof value === 'object' && value !== null)
    shapes.set(value, { ...shape, bytes: bytes.length });
  return value;
}

/** Bytes of each element of an array that `readJson` gave back. */
export function elementSizes(body: readonly unknown[]): readonly number[] {
  return shapes.get(body)?.elements ?? [];
}

/** Bytes of a body that `readJson` gave back; 0 for any other value. */
export function bodySize(body: unknown): number {
  return typeof body === 'object' && body !== null ? (shapes.get(body)?.bytes ?? 0) : 0;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { line, column, offset, expected } = findJsonFault(text);
    const where = `line ${line}, column ${column} (character ${offset})`;
    return refuse('invalid-json', `At ${where}: ${expected} was expected.`);
  }
}

function firstByte(bytes: Buffer): number {
  let i = 0;
  while (i < bytes.length && (bytes[i] ?? 0) <= 0x20) i++;
  return i;
}

/** The offset of the first byte that is not UTF-8: the longest valid beginning is found by halving. */
function firstBadByte(bytes: Buffer): number {
  let valid = 0;
  let bad = bytes.length;
  while (bad - valid > 1) {
    const middle = (valid + bad) >> 1;
    if (beginsValid(bytes.subarray(0, middle))) valid = middle;
    else bad = middle;
  }
  return valid;
}

function beginsValid(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Walks without recursion. */
function findRefused(root: unknown): Fault[] {
  const faults: Fault[] = [];
  const waiting: { value: unknown; pointer: string }[] = [{ value: root, pointer: '' }];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const { value, pointer } = at;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      faults.push({ pointer, detail: 'this number is too large to be kept as it is' });
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      const below = pointer + pointerStep(key);
      if (REFUSED_KEYS.has(key)) faults.push({ pointer: below, detail: 'this key is not taken' });
      else waiting.push({ value: child, pointer: below });
    }
    if (faults.length >= MAX_FAULTS) break;
  }
  return faults;
}
