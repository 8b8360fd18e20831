import type { Readable } from 'node:stream';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { type SourceRow, type SourceValue, UnreadableFile } from './source-row.js';

const TYPED = new Set(['string', 'date', 'int', 'float', 'boolean', 'id']);

/**
 * Events of an XES log (IEEE 1849) in file order. Attributes of a trace are its events' `case`. Nested attributes,
 * extensions, globals and classifiers are passed over. Throws `UnreadableFile` with line and column.
 */
export async function* readXes(stream: Readable, name: string): AsyncGenerator<SourceRow> {
  const traces = new TraceReader(name);
  stream.setEncoding('utf8');
  try {
    for await (const chunk of stream) {
      traces.write(chunk as string);
      yield* traces.take();
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(name, error instanceof Error ? error.message : String(error));
  }
  traces.end();
  yield* traces.take();
}

type Attributes = Record<string, SourceValue>;

/** Collects whole traces: a trace attribute may follow the trace's events. */
class TraceReader {
  private readonly parser = new SaxesParser();
  private readonly path: string[] = [];
  private caseAttributes: Attributes = {};
  private events: Attributes[] = [];
  private done: SourceRow[] = [];
  private index = 0;
  private sawLog = false;

  constructor(private readonly name: string) {
    this.parser.on('error', (error) => {
      throw new UnreadableFile(name, error.message);
    });
    this.parser.on('opentag', (tag) => this.open(tag));
    this.parser.on('closetag', (tag) => this.close(tag));
  }

  write(text: string): void {
    this.parser.write(text);
  }

  end(): void {
    this.parser.close();
    if (!this.sawLog)
      throw new UnreadableFile(this.name, 'this is XML, but not an XES log: no <log> element.');
  }

  take(): SourceRow[] {
    const rows = this.done;
    this.done = [];
    return rows;
  }

  private open(tag: SaxesTagPlain): void {
    const parent = this.path.at(-1);
    this.path.push(tag.name);
    if (tag.name === 'log') this.sawLog = true;
    else if (tag.name === 'trace' && parent === 'log') this.startTrace();
    else if (tag.name === 'event' && parent === 'trace') this.events.push({});
    else if (parent === 'trace') this.attribute(tag, this.caseAttributes);
    else if (parent === 'event') this.attribute(tag, this.events.at(-1) ?? {});
  }

  private close(tag: SaxesTagPlain): void {
    this.path.pop();
    if (tag.name !== 'trace') return;
    this.events.forEach((event, indexInCase) => {
      this.done.push({ index: this.index++, indexInCase, event, case: this.caseAttributes });
    });
  }

  private startTrace(): void {
    this.caseAttributes = {};
    this.events = [];
  }

  private attribute(tag: SaxesTagPlain, into: Attributes): void {
    const { key, value } = tag.attributes;
    if (!TYPED.has(tag.name) || key === undefined || value === undefined) return;
    into[key] = this.typed(tag.name, key, value);
  }

  private typed(type: string, key: string, value: string): SourceValue {
    if (type === 'boolean') return value === 'true';
    if (type !== 'int' && type !== 'float') return value;
    const number = Number(value);
    if (value.trim() === '' || Number.isNaN(number)) {
      throw new UnreadableFile(
        `${this.name}:${this.parser.line}:${this.parser.column}`,
        `attribute ${key} says it is ${type === 'int' ? 'an int' : 'a float'}, but its value is "${value}".`,
      );
    }
    return number;
  }
}
