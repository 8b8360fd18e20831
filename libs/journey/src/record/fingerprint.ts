const SUBJECT_ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

const { imul } = Math;

/**
 * Two 32-bit halves of a non-cryptographic hash of the parts (cyrb53's mixing), parts told apart by their lengths.
 * Stored: changing it makes every open dedupe window forget.
 */
function hash(parts: readonly string[], seed: number): readonly [number, number] {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (const part of parts) {
    a = imul(a ^ part.length, 0x85ebca77);
    b = imul(b ^ part.length, 0xc2b2ae3d);
    for (let i = 0; i < part.length; i++) {
      const code = part.charCodeAt(i);
      a = imul(a ^ code, 0x9e3779b1);
      b = imul(b ^ code, 0x5f356495);
    }
  }
  a = imul(a ^ (a >>> 16), 0x85ebca6b) ^ imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = imul(b ^ (b >>> 16), 0x85ebca6b) ^ imul(a ^ (a >>> 13), 0xc2b2ae35);
  return [a >>> 0, b >>> 0];
}

/** 52 bits of (source, interaction id): the dedupe key. An integer below 2^52. */
export function interactionFingerprint(source: string, id: string): number {
  const [high, low] = hash([source, id], 0);
  return (high & 0xfffff) * 0x1_0000_0000 + low;
}

/** 40 bits of what started a journey, as 8 characters of [a-z2-7]: a journey's name within its subject. */
export function journeySuffix(definition: string, source: string, interactionId: string): string {
  const [high, low] = hash([definition, source, interactionId], 1);
  let suffix = '';
  for (let shift = 0; shift < 20; shift += 5) {
    suffix += SUBJECT_ALPHABET.charAt((high >>> shift) & 31);
    suffix += SUBJECT_ALPHABET.charAt((low >>> shift) & 31);
  }
  return suffix;
}

/** 0 to 99: a subject is in a canary of this journey while its share is above this. Who is in stays in as the share grows. */
export function bucketOf(name: string, subjectId: string): number {
  const [high, low] = hash([name, subjectId], 2);
  return ((high & 0xfffff) * 0x1_0000_0000 + low) % 100;
}
