import { type AnySchema } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface MediaType {
  readonly schema: AnySchema;
  /** Of server-sent events: by name, the schema of the data. */
  readonly 'x-events'?: Readonly<Record<string, AnySchema>>;
}
interface Answer {
  readonly content?: Readonly<Record<string, MediaType>>;
}
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, Answer>>;
}
interface Description {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, Omit<Operation, 'method' | 'path'>>>>
  >;
  readonly components: object;
}

export interface Call {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: unknown;
  readonly key?: string;
}

/** Calls an API and holds each answer to its description: the status, the content type and the body, to the last field. */
export class PublishedApi {
  readonly operations: readonly Operation[];
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  /** `operation status`, of every answer there was. */
  private readonly answered = new Set<string>();

  constructor(
    private readonly address: string,
    private readonly key: string,
    description: Description,
  ) {
    addFormats.default(this.ajv);
    const components = closed(description.components);
    this.ajv.addSchema({ $id: 'api', components } as AnySchema);
    this.operations = Object.entries(description.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ ...operation, method, path })),
    );
  }

  /** What is published and was not answered yet, as `operation status`. */
  unanswered(): readonly string[] {
    return this.operations
      .flatMap(({ operationId, responses }) =>
        Object.keys(responses).map((status) => `${operationId} ${status}`),
      )
      .filter((one) => !this.answered.has(one));
  }

  /** Throws when what is answered is not `status`, or not as published. */
  async call(operationId: string, status: number, call: Call = {}): Promise<unknown> {
    const response = await this.fetch(operationId, call);
    const text = await response.text();
    if (response.status !== status) {
      throw new Error(`${operationId} answers ${String(response.status)}: ${text}`);
    }
    const media = this.media(operationId, response);
    if (media === undefined) {
      if (text !== '')
        throw new Error(`${operationId} ${String(status)} publishes no body: ${text}`);
      return undefined;
    }
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const body: unknown = isJson ? JSON.parse(text) : text;
    this.hold(`${operationId} ${String(status)}`, media.schema, body);
    return body;
  }

  /** Events of a stream until `isLast`; each is held to the schema of its name. */
  async events(
    operationId: string,
    call: Call,
    isLast: (event: string) => boolean,
    begun: () => Promise<unknown> = async () => undefined,
  ): Promise<void> {
    const leaving = new AbortController();
    const response = await this.fetch(operationId, call, leaving.signal);
    const schemas = this.media(operationId, response)?.['x-events'] ?? {};
    await begun();
    let buffered = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (buffered + chunk).split('\n\n');
      buffered = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = /^event: (.*)$/m.exec(block)?.[1] ?? 'message';
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data === undefined) continue;
        const schema = schemas[event];
        if (schema === undefined) throw new Error(`${operationId} publishes no event ${event}`);
        this.hold(`${operationId} ${event}`, schema, JSON.parse(data));
        if (!isLast(event)) continue;
        leaving.abort();
        return;
      }
    }
    throw new Error(`${operationId} ended`);
  }

  private async fetch(operationId: string, call: Call, signal?: AbortSignal): Promise<Response> {
    const { method, path } = this.named(operationId);
    const { body, key = this.key, headers } = call;
    const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
      encodeURIComponent(call.path?.[name] ?? ''),
    );
    const url = new URL(filled, this.address);
    for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
    const response = await fetch(url, {
      method: method.toUpperCase(),
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    });
    this.answered.add(`${operationId} ${String(response.status)}`);
    return response;
  }

  /** What is published of an answer; undefined: no body. Throws when its status or content type is not. */
  private media(operationId: string, response: Response): MediaType | undefined {
    const status = String(response.status);
    const published = this.named(operationId).responses[status];
    if (published === undefined) throw new Error(`${operationId} does not publish ${status}`);
    if (published.content === undefined) return undefined;
    const type = response.headers.get('content-type')?.split(';')[0] ?? 'none';
    const media = published.content[type];
    if (media === undefined) throw new Error(`${operationId} ${status} does not publish ${type}`);
    return media;
  }

  private named(operationId: string): Operation {
    const found = this.operations.find((one) => one.operationId === operationId);
    if (found === undefined) throw new Error(`There is no operation ${operationId}.`);
    return found;
  }

  private hold(what: string, schema: AnySchema, value: unknown): void {
    const within = JSON.parse(
      JSON.stringify(closed(schema)).replaceAll('"#/', '"api#/'),
    ) as AnySchema;
    const isValid = this.ajv.compile(within);
    if (isValid(value)) return;
    const faults = this.ajv.errorsText(isValid.errors, { separator: '\n  ' });
    throw new Error(`${what} is not as published:\n  ${faults}\n${JSON.stringify(value, null, 2)}`);
  }
}

/** The schema without what it does not name: an answer has no fields that nobody was told of. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(
    Object.entries(schema).map(([key, part]) => [key, closed(part)]),
  );
  const isOpen = parts['type'] === 'object' && 'properties' in parts;
  return isOpen ? { additionalProperties: false, ...parts } : parts;
}
