const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** What a JSON text is like, without parsing it. Of a text that is not JSON it says nothing of use. */
export interface JsonShape {
  /** Levels of arrays and objects. */
  readonly depth: number;
  /** Bytes of each element, when the text is an array. */
  readonly elements: readonly number[];
}

/** Measures a JSON text (UTF-8) in one pass and constant memory per element, so that limits cost less than parsing. */
export function measureJson(bytes: Uint8Array): JsonShape {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  let isArray = false;
  let elementStart = 0;
  const elements: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
      continue;
    }
    if (byte === QUOTE) {
      inString = true;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (depth === 0 && byte === OPEN_ARRAY) {
        isArray = true;
        elementStart = i + 1;
      }
      if (++depth > deepest) deepest = depth;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth--;
      if (depth === 0 && isArray) elements.push(i - elementStart);
    } else if (byte === COMMA && depth === 1 && isArray) {
      elements.push(i - elementStart);
      elementStart = i + 1;
    }
  }
  return { depth: deepest, elements };
}
