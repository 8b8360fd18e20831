import { readFile } from 'node:fs/promises';
import { type JourneyId } from '#contracts';
import { checkShape, readYaml } from '#definitions';
import { Failure } from '../failure.js';
import {
  type Condition,
  compileCondition,
  compileTemplate,
  slug,
  type Template,
} from './template.js';
import type { SourceRow, SourceValue } from './source-row.js';

type When = Readonly<Record<string, string>>;

/** An import mapping file as parsed: `schemas/import-mapping.schema.json`. */
interface MappingSource {
  readonly import: string;
  readonly format: 'xes' | 'csv' | 'ndjson';
  readonly delimiter?: string;
  readonly source: string;
  readonly id: string;
  readonly time: string;
  readonly types: readonly { when?: When; type: string }[];
  readonly channels: readonly { when?: When; channel: string }[];
  readonly identifiers: readonly { scheme: string; value: string; verified?: boolean }[];
  readonly actors?: readonly { when?: When; kind: string; id?: string }[];
  readonly data?: readonly { when?: When; set: Readonly<Record<string, string>> }[];
}

/** An event of the past, said as a channel would say it. */
export interface PastInteraction {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly channel: string;
  /** ms since the epoch. */
  readonly time: number;
  readonly identifiers: readonly {
    readonly scheme: string;
    readonly value: string;
    readonly verified: boolean;
  }[];
  /** The journey it names, if it names one. */
  readonly journeyId?: JourneyId;
  readonly correlation?: string;
  readonly actor: { readonly kind: string; readonly id: string | null };
  readonly data: Readonly<Record<string, SourceValue>>;
}

export interface Mapping {
  /** Name of the import and of its clock. */
  readonly name: string;
  readonly format: MappingSource['format'];
  readonly delimiter: string | undefined;
  /** Throws `Failure` saying which event does not fit which part of the mapping. */
  map(row: SourceRow): PastInteraction;
}

/** Reads a mapping file. Throws `Failure` with every fault as `file:line:column: message`. */
export async function loadMapping(file: string): Promise<Mapping> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Failure(
      `${file}: cannot be read; --mapping names the file that says how events become interactions.`,
      2,
    );
  });
  const yaml = readYaml(text, file);
  const shape = yaml.faults.length > 0 ? [] : checkShape(yaml.value, 'import-mapping.schema.json');
  const faults = [...yaml.faults, ...shape.map((fault) => yaml.locate(fault, fault.at))];
  if (faults.length === 0) return compileMapping(yaml.value as MappingSource);
  const told = faults.map(
    (fault) => `${fault.file}:${fault.line}:${fault.column}: ${fault.message}`,
  );
  throw new Failure(told.join('\n'), 2);
}

/** Compiles a mapping; exported for whoever has one without a file. */
export function compileMapping(source: MappingSource): Mapping {
  const id = compileTemplate(source.id);
  const time = compileTemplate(source.time);
  const types = source.types.map((rule) => ({
    fits: compileCondition(rule.when),
    value: compileTemplate(rule.type),
  }));
  const channels = source.channels.map((rule) => ({
    fits: compileCondition(rule.when),
    value: compileTemplate(rule.channel),
  }));
  const identifiers = source.identifiers.map((rule) => ({
    ...rule,
    value: compileTemplate(rule.value),
  }));
  const actorOf = compileActors(source.actors ?? []);
  const dataOf = compileData(source.data ?? []);
  return {
    name: source.import,
    format: source.format,
    delimiter: source.delimiter,
    map: (row) => ({
      id: textOf(id, row, 'id'),
      source: source.source,
      type: firstFit(types, row, 'types', TYPE),
      channel: firstFit(channels, row, 'channels', CHANNEL),
      time: timeOf(time(row), row),
      identifiers: identifiers.flatMap(({ scheme, value, verified }) => {
        const text = value(row);
        return text === undefined || text === null || text === ''
          ? []
          : [{ scheme, value: String(text), verified: verified ?? false }];
      }),
      actor: actorOf(row),
      data: dataOf(row),
    }),
  };
}

/** What the gateway takes from a channel, too. */
const TYPE = /^[a-z0-9.-]{1,128}$/;
const CHANNEL = /^[a-z0-9-]{1,64}$/;

function firstFit(
  rules: readonly { fits: Condition; value: Template }[],
  row: SourceRow,
  part: 'types' | 'channels',
  allowed: RegExp,
): string {
  for (const { fits, value } of rules) {
    const captures = fits(row);
    if (!captures) continue;
    const text = String(value(row, part === 'types' ? captures.map(slug) : captures));
    if (allowed.test(text)) return text;
    throw new Failure(
      `Event ${row.index}: \`${part}\` gives ${JSON.stringify(text)}, which is not of the form ${allowed.source}. Correct the mapping.`,
    );
  }
  throw new Failure(
    `Event ${row.index}: no rule of \`${part}\` fits ${JSON.stringify(row.event)}. Add one to the mapping.`,
  );
}

function compileActors(
  rules: NonNullable<MappingSource['actors']>,
): (row: SourceRow) => PastInteraction['actor'] {
  const compiled = rules.map((rule) => ({
    fits: compileCondition(rule.when),
    kind: rule.kind,
    id: rule.id === undefined ? undefined : compileTemplate(rule.id),
  }));
  return (row) => {
    const rule = compiled.find(({ fits }) => fits(row));
    const id = rule?.id?.(row);
    return {
      kind: rule?.kind ?? 'customer',
      id: id === undefined || id === null ? null : String(id),
    };
  };
}

function compileData(
  rules: NonNullable<MappingSource['data']>,
): (row: SourceRow) => PastInteraction['data'] {
  const compiled = rules.map((rule) => ({
    fits: compileCondition(rule.when),
    set: Object.entries(rule.set).map(([name, template]) => ({
      name,
      value: compileTemplate(template),
    })),
  }));
  return (row) => {
    const data: Record<string, SourceValue> = {};
    for (const { fits, set } of compiled) {
      const captures = fits(row);
      if (!captures) continue;
      for (const { name, value } of set) {
        const found = value(row, captures);
        if (found !== undefined) data[name] = found;
      }
    }
    return data;
  };
}

function textOf(template: Template, row: SourceRow, part: string): string {
  const value = template(row);
  if (value === undefined || value === null || value === '') {
    throw new Failure(
      `Event ${row.index}: \`${part}\` comes out empty for ${JSON.stringify(row.event)}.`,
    );
  }
  return String(value);
}

function timeOf(value: SourceValue | undefined, row: SourceRow): number {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' ? timeIn(value) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new Failure(
    `Event ${row.index}: its time ${JSON.stringify(value)} is neither ISO 8601 nor milliseconds since the epoch.`,
  );
}

function timeIn(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text);
}
