import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { readJson } from '#intake';
import { Refusal, refuse } from '#ports';

/** Largest body, as sent and after decompression, bytes. */
export const MAX_BODY = 1_048_576;

export const JSON_TYPES = [
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
] as const;

/** A definition file as it was sent. */
export class YamlBody {
  constructor(readonly text: string) {}
}

const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'] as const;
const YAML_ROUTE = '/v1/definitions';

/** A form as a browser sent it. */
export class FormBody {
  constructor(readonly fields: URLSearchParams) {}
}

const FORM_TYPE = 'application/x-www-form-urlencoded';
/** Pages for people, which are the only ones to send forms. */
const FORM_ROUTES: ReadonlySet<string | undefined> = new Set(['/handoff', '/handoff/go-on']);
const MAX_FORM = 4_096;

const unzip = promisify(gunzip);

/**
 * Takes over how the server reads bodies: JSON in our content types, and YAML where definitions are deployed, plain or
 * gzip, within `MAX_BODY`; forms where a page has one.
 * Any other content type is answered 415.
 */
export function installBodyParsers(server: FastifyInstance): void {
  server.removeContentTypeParser(['text/plain', FORM_TYPE]);
  for (const type of JSON_TYPES) {
    if (server.hasContentTypeParser(type)) server.removeContentTypeParser(type);
    server.addContentTypeParser(
      type,
      { parseAs: 'buffer', bodyLimit: MAX_BODY },
      async (request: FastifyRequest, body: Buffer) => readJsonBody(request, body),
    );
  }
  for (const type of YAML_TYPES) {
    server.addContentTypeParser(
      type,
      { parseAs: 'buffer', bodyLimit: MAX_BODY },
      async (request: FastifyRequest, body: Buffer) => readYamlBody(request, body),
    );
  }
  server.addContentTypeParser(
    FORM_TYPE,
    { parseAs: 'string', bodyLimit: MAX_FORM },
    async (request: FastifyRequest, body: string) => readFormBody(request, body),
  );
}

/** Nothing is what a DELETE usually says, and what is left of its body behind a proxy (RFC 9110, section 9.3.5). */
async function readJsonBody(request: FastifyRequest, body: Buffer): Promise<unknown> {
  if (body.length === 0 && request.method === 'DELETE') return undefined;
  return readJson(await decompress(request, body));
}

function readFormBody(request: FastifyRequest, body: string): FormBody {
  if (!FORM_ROUTES.has(request.routeOptions.url)) {
    refuse('unsupported-media-type', 'Forms are taken from our own pages only; send JSON.');
  }
  return new FormBody(new URLSearchParams(body));
}

async function readYamlBody(request: FastifyRequest, body: Buffer): Promise<YamlBody> {
  if (request.routeOptions.url !== YAML_ROUTE) {
    refuse('unsupported-media-type', 'YAML is taken for journey definitions only; send JSON.');
  }
  const bytes = await decompress(request, body);
  if (bytes.length === 0) refuse('no-body', 'The request needs a definition as its body.');
  if (!isUtf8(bytes)) refuse('bad-encoding', 'The body is not UTF-8.');
  return new YamlBody(bytes.toString('utf8'));
}

async function decompress(request: FastifyRequest, body: Buffer): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip') {
    refuse('unsupported-media-type', `Content-Encoding ${encoding} is not understood; use gzip.`);
  }
  try {
    return await unzip(body, { maxOutputLength: MAX_BODY });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? new Refusal(
          'too-large',
          'The body is larger than 1 MiB once decompressed; send it in parts.',
        )
      : new Refusal('bad-encoding', 'The body is not gzip, as Content-Encoding says.');
  }
}
