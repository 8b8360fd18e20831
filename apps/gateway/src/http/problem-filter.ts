import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
} from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { LOGGER } from '#nest';
import { type Logger } from '#observability';
import { ThroughlineError } from '#ports';
import { type Problem, problem, ProblemError } from './problem.js';

const RETRY_AFTER_SECONDS = 1;

/** Answers whatever ends a request badly as RFC 9457 problem details; what is our own fault is logged, not shown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const { problem: told, retryAfter } = asProblem(error);
    if (told.status >= 500) {
      this.logger.error({ err: error, method: request.method, path: pathOf(request) }, told.title);
    }
    if (reply.sent || reply.raw.headersSent) return;
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    if (told.status === 401) void reply.header('www-authenticate', 'Bearer realm="throughline"');
    void reply
      .status(told.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify({ ...told, instance: pathOf(request) }));
  }
}

/** The query is left out: it may hold a customer's identifier. */
function pathOf(request: FastifyRequest): string {
  const query = request.url.indexOf('?');
  return query === -1 ? request.url : request.url.slice(0, query);
}

function asProblem(error: unknown): { problem: Problem; retryAfter?: number | undefined } {
  if (error instanceof ProblemError) return error;
  if (error instanceof ThroughlineError) return ofPort(error);
  const status = statusOf(error);
  if (status !== undefined && status >= 400 && status < 500) {
    return { problem: ofStatus(status, (error as Error).message) };
  }
  return { problem: problem('bug', 'Nothing is wrong with the request. It was logged for us.') };
}

function ofPort(error: ThroughlineError): { problem: Problem; retryAfter?: number } {
  switch (error.code) {
    case 'UNAVAILABLE':
    case 'CLOSED':
      return {
        problem: problem('unavailable', 'A part that is needed does not answer. Try again.'),
        retryAfter: RETRY_AFTER_SECONDS,
      };
    case 'TOO_LARGE':
      return { problem: problem('too-large', 'A record is larger than the log takes.') };
    case 'NOT_FOUND':
      return { problem: problem('not-found', error.message) };
    default:
      return {
        problem: problem('bug', 'Nothing is wrong with the request. It was logged for us.'),
      };
  }
}

function ofStatus(status: number, detail: string): Problem {
  if (status === 413)
    return problem('too-large', 'The body is larger than 1 MiB; send it in parts.');
  if (status === 415) return problem('unsupported-media-type', detail);
  if (status === 404) return problem('not-found', detail);
  return { type: 'about:blank', title: 'The request is not valid', status, detail };
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
