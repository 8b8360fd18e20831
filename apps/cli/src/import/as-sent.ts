import { type JourneyId } from '#contracts';
import { type Mapping, type PastInteraction } from './mapping.js';
import { type SourceRow, type SourceValue, UnreadableFile } from './source-row.js';

type JsonObject = Readonly<Record<string, SourceValue>>;

/** NDJSON of interactions as the API takes them: nothing to map. Each must say when it happened. */
export const asSent: Mapping = {
  name: 'live',
  format: 'ndjson',
  delimiter: undefined,
  map: (row) => {
    const fields = new Fields(row);
    const journey = fields.object('journey');
    const actor = fields.object('actor');
    const [journeyId, correlation] = [text(journey['id']), text(journey['correlation'])];
    const past: PastInteraction = {
      id: text(row.event['id']) ?? `event-${row.index}`,
      source: fields.text('source'),
      type: fields.text('type'),
      channel: fields.text('channel'),
      time: fields.time('time'),
      identifiers: fields.objects('identifiers').map(({ scheme, value, verified }) => ({
        scheme: text(scheme) ?? fields.missing('identifiers[].scheme'),
        value: text(value) ?? fields.missing('identifiers[].value'),
        verified: verified === true,
      })),
      ...(journeyId !== undefined && { journeyId: journeyId as JourneyId }),
      ...(correlation !== undefined && { correlation }),
      actor: { kind: text(actor['kind']) ?? 'customer', id: text(actor['id']) ?? null },
      data: fields.object('data'),
    };
    if (past.identifiers.length === 0 && journeyId === undefined) fields.missing('identifiers');
    return past;
  },
};

class Fields {
  constructor(private readonly row: SourceRow) {}

  text(name: string): string {
    return text(this.row.event[name]) ?? this.missing(name);
  }

  time(name: string): number {
    const time = Date.parse(this.text(name));
    return Number.isNaN(time) ? this.missing(name) : time;
  }

  object(name: string): JsonObject {
    const value = this.row.event[name] ?? {};
    return isObject(value) ? value : this.missing(name);
  }

  objects(name: string): readonly JsonObject[] {
    const value = this.row.event[name] ?? [];
    return Array.isArray(value) && value.every(isObject) ? value : this.missing(name);
  }

  missing(name: string): never {
    throw new UnreadableFile(
      `Event ${this.row.index}`,
      `\`${name}\` is not there, or not as the API takes it (POST /v1/interactions). For events of another form give --mapping.`,
    );
  }
}

function text(value: SourceValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: SourceValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
