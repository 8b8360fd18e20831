import {
  type CST,
  Composer,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type ParsedNode,
  Parser,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { type DefinitionFault } from '#journey';
import { type FileFault } from './file-fault.js';

/** Bytes of UTF-8 a definition file may have. */
export const MAX_BYTES = 256 * 1024;
/** Levels that maps and lists may be nested. The deepest sensible definition has about twenty. */
export const MAX_DEPTH = 48;
/** Words and marks a file may have: some ten thousand lines. */
const MAX_LEXEMES = 50_000;
/** Entries one block or list may have. */
export const MAX_ENTRIES = 1_000;

/** Control characters, marks that turn the direction of text round, line ends that are none in YAML, half characters. */
const UNSEEN = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u2028-\u202E\u2066-\u2069\uFEFF\p{Surrogate}]/u;

type Path = readonly (string | number)[];

/** A YAML file whose every value can be traced to its line. */
export interface YamlFile {
  /** The content as plain JSON values; undefined when the file cannot be read as YAML at all. */
  readonly value: unknown;
  /** Faults of the YAML itself. */
  readonly faults: readonly FileFault[];
  /** Adds the place: that of the value `path` leads to, or of its key, or of the nearest thing around it. */
  locate(fault: DefinitionFault, at?: 'value' | 'key'): FileFault;
}

/**
 * Reads one YAML 1.2 document (core schema) without anchors, aliases, tags and double keys, so that what a reviewer sees
 * is what runs. Refuses files above `MAX_BYTES` and nesting above `MAX_DEPTH` before composing them. Never throws.
 */
export function readYaml(content: string, file: string): YamlFile {
  const text = content.replace(/^\uFEFF/, '');
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) return unreadable(tooLarge(file, bytes));
  const lines = lineStarts(text);
  const unseen = text.search(UNSEEN);
  if (unseen >= 0) {
    const { line, col } = lines.linePos(unseen);
    return unreadable(faultAt(file, line, col, unseenMessage(text.slice(unseen))));
  }
  const { tokens, endless } = parse(text);
  if (endless !== undefined) {
    const { line, col } = lines.linePos(endless);
    return unreadable(
      faultAt(
        file,
        line,
        col,
        `a definition has at most ${MAX_LEXEMES} words and marks; these are more`,
      ),
    );
  }
  const deep = tooDeep(tokens);
  if (deep !== undefined) {
    const { line, col } = lines.linePos(deep);
    return unreadable(faultAt(file, line, col, `nested more than ${MAX_DEPTH} levels deep`));
  }
  const documents = [...compose(tokens)];
  const [document, second] = documents;
  if (document === undefined) return unreadable(faultAt(file, 1, 1, 'the file is empty'));
  const locate = locator(file, document, lines);
  const faults = documentFaults(document, file, lines);
  if (second !== undefined) {
    const { line, col } = lines.linePos(second.range[0]);
    faults.push(
      faultAt(file, line, col, 'one file holds one journey; this begins a second document'),
    );
  }
  const broken = faults.length > 0;
  return { value: broken ? undefined : document.toJS({ maxAliasCount: 0 }), faults, locate };
}

/** The parser tells line starts, too, but not always in order, and then finds the wrong ones. */
function lineStarts(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines.addNewLine(at + 1);
  }
  return lines;
}

function* compose(tokens: readonly CST.Token[]): Generator<Document.Parsed> {
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    stringKeys: true,
    // Compares every key with every other: `doubleKeys` does the same in one pass.
    uniqueKeys: false,
    prettyErrors: false,
  });
  for (const document of composer.compose(tokens)) {
    // An empty document is no second one. The composer's type leaves contents unparsed; they never are.
    if (document.contents !== null || document.errors.length > 0) yield document as Document.Parsed;
  }
}

/**
 * The parser takes its time over what is nested very deep, and the composer over very many faults: what is beyond measure
 * is parsed only as far as that shows.
 */
function parse(text: string): { tokens: readonly CST.Token[]; endless?: number } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    lexemes += 1;
    if (lexemes > MAX_LEXEMES) return { tokens, endless: parser.offset };
    // A document and a value stand in the stack beside the levels.
    if (parser.stack.length > MAX_DEPTH + 4) break;
  }
  tokens.push(...parser.end());
  return { tokens };
}

/** Where nesting passes the limit, as an offset. Walks without recursion: the file may be hostile. */
function tooDeep(tokens: readonly CST.Token[]): number | undefined {
  const open: { token: CST.Token; depth: number }[] = [];
  for (const token of tokens) {
    if (token.type === 'document' && token.value !== undefined) {
      open.push({ token: token.value, depth: 1 });
    }
  }
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (!('items' in token)) continue;
    if (depth > MAX_DEPTH) return token.offset;
    for (const { key, value } of token.items) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return undefined;
}

function documentFaults(document: Document.Parsed, file: string, lines: LineCounter): FileFault[] {
  const at = (offset: number, message: string): FileFault => {
    const { line, col } = lines.linePos(offset);
    return faultAt(file, line, col, message);
  };
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) =>
    at(pos[0], message),
  );
  visit(document, (_, node) => {
    if (!isNode(node)) return;
    for (const { offset, message } of hidden(node)) faults.push(at(offset, message));
  });
  return faults;
}

/** What a node has that a reviewer would not see, or could not read. */
function hidden(node: Node): { offset: number; message: string }[] {
  const offset = node.range?.[0] ?? 0;
  if (isAlias(node)) {
    const message = `aliases (*${node.source}) are not allowed; write the value again`;
    return [{ offset, message }];
  }
  const found: { offset: number; message: string }[] = [];
  const { anchor } = node as { anchor?: string };
  if (anchor !== undefined) {
    found.push({ offset, message: `anchors (&${anchor}) are not allowed; write the value again` });
  }
  if (node.tag !== undefined) found.push({ offset, message: `tags (${node.tag}) are not allowed` });
  if (isScalar(node)) found.push(...misleading(node, offset));
  if (isCollection(node) && node.items.length > MAX_ENTRIES) {
    found.push({ offset, message: `a block or list has at most ${MAX_ENTRIES} entries` });
  }
  if (isMap(node)) found.push(...doubleKeys(node));
  return found;
}

/** A value that is not what it looks like in the file. */
function misleading(
  { value, source }: Scalar,
  offset: number,
): { offset: number; message: string }[] {
  if (typeof value === 'string') {
    const unseen = value.search(UNSEEN);
    return unseen < 0 ? [] : [{ offset, message: unseenMessage(value.slice(unseen)) }];
  }
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return [];
  // Beyond the safe ones an integer would silently be another one.
  if (Number.isFinite(value) && !Number.isInteger(value)) return [];
  const message = `\`${source ?? value}\` cannot be held exactly as a number; put it in quotes if it is a text`;
  return [{ offset, message }];
}

function unseenMessage(text: string): string {
  const code = (text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `the character U+${code} does not show, or makes other text show elsewhere; take it out`;
}

function doubleKeys(map: YAMLMap): { offset: number; message: string }[] {
  const seen = new Set<string>();
  return map.items.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    const name = String(key.value);
    const twice = seen.has(name);
    seen.add(name);
    if (!twice) return [];
    return [{ offset: key.range?.[0] ?? 0, message: `\`${name}\` stands here twice` }];
  });
}

function locator(file: string, document: Document.Parsed, lines: LineCounter): YamlFile['locate'] {
  return (fault, at = 'value') => {
    const { key, value } = find(document.contents, fault.path);
    const node = at === 'key' || !isScalar(value) ? (key ?? value) : value;
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
    return { ...fault, file, line, column: col };
  };
}

/**
 * Follows a path as far as it goes. A number into something that is no list means its only entry: where a list may be
 * written as one entry, paths count it as entry 0.
 */
function find(
  root: ParsedNode | null,
  path: Path,
): { key: ParsedNode | undefined; value: ParsedNode | undefined } {
  let key: ParsedNode | undefined;
  let value = root ?? undefined;
  for (const part of path) {
    if (isMap(value)) {
      const pair = value.items.find((item) => isScalar(item.key) && item.key.value === part);
      if (pair === undefined) {
        if (typeof part === 'number') continue;
        break;
      }
      key = parsed(pair.key);
      value = parsed(pair.value) ?? key;
    } else if (isSeq(value) && typeof part === 'number') {
      key = undefined;
      value = parsed(value.items[part]) ?? value;
    } else if (typeof part !== 'number') break;
  }
  return { key, value };
}

function parsed(node: unknown): ParsedNode | undefined {
  return isNode(node) ? (node as ParsedNode) : undefined;
}

function faultAt(file: string, line: number, column: number, message: string): FileFault {
  return { file, line, column, path: [], message, severity: 'error' };
}

/** The fault of a file above `MAX_BYTES`. */
export function tooLarge(file: string, bytes: number): FileFault {
  const message = `a definition has at most ${MAX_BYTES} bytes, this file has ${bytes}`;
  return faultAt(file, 1, 1, message);
}

function unreadable(fault: FileFault): YamlFile {
  return { value: undefined, faults: [fault], locate: (other) => ({ ...fault, ...other }) };
}
