import { STATUS_CODES } from 'node:http';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
} from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Logger } from '#observability';
import { ThroughlineError } from '#ports';
import { type Problem, problem, ProblemError } from './problem.js';
import { LOGGER } from './tokens.js';

const RETRY_AFTER_SECONDS = 1;

interface ToldProblem {
  readonly problem: Problem;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
}

/** Answers whatever ends a request badly as RFC 9457 problem details; what is our own fault is logged, not shown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const told = asProblem(error);
    const { status, title } = told.problem;
    if (status >= 500) {
      this.logger.error({ err: error, method: request.method, path: pathOf(request) }, title);
    }
    if (!reply.sent && !reply.raw.headersSent) send(told, request, reply);
  }
}

/** For `frameworkErrors` of Fastify: answers a request that no route was looked up for, such as one whose path is malformed. */
export function answerUnrouted(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  send(asProblem(error), request, reply);
}

function send(told: ToldProblem, request: FastifyRequest, reply: FastifyReply): void {
  const { problem: body, retryAfter } = told;
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  if (body.status === 401) void reply.header('www-authenticate', 'Bearer realm="throughline"');
  void reply
    .status(body.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify({ ...body, instance: pathOf(request) }));
}

/** The query is left out: it may hold a customer's identifier. */
function pathOf(request: FastifyRequest): string {
  const query = request.url.indexOf('?');
  return query === -1 ? request.url : request.url.slice(0, query);
}

function asProblem(error: unknown): ToldProblem {
  if (error instanceof ProblemError) return error;
  if (error instanceof ThroughlineError) return ofPort(error);
  if (error instanceof HttpException) {
    return { problem: ofStatus(error.getStatus(), error.message) };
  }
  const status = statusOf(error);
  if (status !== undefined && status >= 400 && status < 500) {
    return { problem: ofStatus(status, (error as Error).message) };
  }
  return { problem: problem('bug', 'Nothing is wrong with the request. It was logged for us.') };
}

function ofPort(error: ThroughlineError): ToldProblem {
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
  // RFC 9457, section 4.2.1: without a type of its own, the title is the status in words.
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Unknown', status, detail };
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
