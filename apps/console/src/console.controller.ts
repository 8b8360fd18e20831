import { join } from 'node:path';
import { Controller, Get, Headers, NotFoundException, Param, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { readPageFiles } from './page-files.js';

const HERE = import.meta.dirname;

/** Nothing but this origin's own files; nothing inline; nobody frames it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The operations room's page. It knows no more than the public API tells it. */
@Controller()
export class ConsoleController {
  private readonly files = readPageFiles(join(HERE, '..', 'public'), join(HERE, '..', 'page'));

  @Get(['/', '/console'])
  async page(
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.file('index.html', known, reply);
  }

  @Get('/console/:name')
  async file(
    @Param('name') name: string,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = this.files.get(name);
    if (file === undefined) throw new NotFoundException(`The console has no file ${name}.`);
    void reply.headers({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
      etag: file.etag,
    });
    if (known === file.etag) await reply.status(304).send();
    else await reply.type(file.contentType).send(file.body);
  }
}
