import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ArgumentsHost,
  Body,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  HttpCode,
  Param,
  Post,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Config } from '#config';
import { landingPage, refusalPage, HandOffPages } from '#continuity';
import { problemOf, FormBody } from '#http';
import { traceOf } from '#intake';
import { CONFIG, Inject } from '#nest';
import { Refusal, refuse } from '#ports';
import { type Markup } from '#security';

/** Nothing but this origin's own style and script; nothing inline; nobody frames it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'x-robots-tag': 'noindex',
} as const;

const FILES: ReadonlyMap<string, string> = new Map([
  ['handoff.css', 'text/css; charset=utf-8'],
  ['handoff.js', 'text/javascript; charset=utf-8'],
]);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PUBLIC = join(import.meta.dirname, '..', '..', 'public');

/** Shows a refusal to a person; what is no refusal goes on to the application's own filter. */
@Catch(Refusal)
class RefusalFilter implements ExceptionFilter<Refusal> {
  catch(refusal: Refusal, host: ArgumentsHost): void {
    const { retryAfter } = refusal;
    const problem = problemOf(refusal);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    void send(reply.status(problem.status), refusalPage(problem));
  }
}

/**
 * Where signed links lead when the company has no page of its own (HANDOFF_URL). It asks for no key: the token is one. No GET
 * sees a token, so nothing that previews, scans or logs addresses can use a link up.
 */
@ApiExcludeController()
@Controller('/handoff')
@UseFilters(RefusalFilter)
export class HandOffPageController {
  private readonly files = new Map(
    [...FILES].map(([name, type]) => [name, { type, body: readFileSync(join(PUBLIC, name)) }]),
  );

  constructor(
    private readonly pages: HandOffPages,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async land(@Res() reply: FastifyReply): Promise<void> {
    this.requireOwnPage();
    await send(reply, landingPage());
  }

  @Get(':name')
  async file(@Param('name') name: string, @Res() reply: FastifyReply): Promise<void> {
    const file = this.files.get(name);
    if (file === undefined) refuse('not-found', 'There is nothing here.');
    await reply
      .headers({ ...HEADERS, 'cache-control': 'no-cache' })
      .type(file.type)
      .send(file.body);
  }

  @Post()
  @HttpCode(200)
  async lead(@Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    this.requireOwnPage();
    await send(reply, await this.pages.lead(fieldOf(body, 'token')));
  }

  @Post('go-on')
  @HttpCode(200)
  async goOn(
    @Body() body: unknown,
    @Req() { ip, headers }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requireOwnPage();
    const visitor = { ip, trace: traceOf(headers.traceparent) };
    await send(reply, await this.pages.goOn(fieldOf(body, 'token'), idOf(body), visitor));
  }

  private requireOwnPage(): void {
    if (this.config.handOffUrl !== undefined) refuse('not-found', 'Links lead to another page.');
  }
}

async function send(reply: FastifyReply, page: Markup): Promise<void> {
  await reply
    .headers({ ...HEADERS, 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(page.text);
}

/** What `leadingPage` put into its form. */
function idOf(body: unknown): string {
  const id = fieldOf(body, 'id');
  if (UUID.test(id)) return id;
  return refuse('invalid-request', 'The form is not whole. Open the link again.');
}

/** What people paste has blanks around it, or the sign before it. */
function fieldOf(body: unknown, name: string): string {
  const text = body instanceof FormBody ? body.fields.get(name) : null;
  return text?.trim().replace(/^#/, '') ?? '';
}
