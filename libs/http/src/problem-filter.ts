import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Logger } from '#observability';
import { Refusal, ThroughlineError } from '#ports';
import { type Problem } from '#api';
import { BUG, problemOf, problemOfStatus } from './problem.js';
import { Inject, LOGGER } from '#nest';

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
    const answer = told(error);
    const { status, title } = answer.problem;
    if (status >= 500) {
      this.logger.error({ err: error, method: request.method, path: pathOf(request) }, title);
    }
    if (!reply.sent && !reply.raw.headersSent) send(answer, request, reply);
  }
}

/** For `frameworkErrors` of Fastify: answers a request that no route was looked up for, such as one whose path is malformed. */
export function answerUnrouted(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  send(told(error), request, reply);
}

function send(answer: ToldProblem, request: FastifyRequest, reply: FastifyReply): void {
  const { problem: body, retryAfter } = answer;
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

function told(error: unknown): ToldProblem {
  if (error instanceof Refusal) return { problem: problemOf(error), retryAfter: error.retryAfter };
  if (error instanceof ThroughlineError) return ofPort(error);
  if (error instanceof HttpException) {
    return { problem: problemOfStatus(error.getStatus(), error.message) };
  }
  const status = statusOf(error);
  if (status !== undefined && status >= 400 && status < 500) {
    return { problem: problemOfStatus(status, (error as Error).message) };
  }
  return { problem: BUG };
}

/** What a port says of itself; of what nobody outside can mend, only that it was logged. */
function ofPort(error: ThroughlineError): ToldProblem {
  switch (error.code) {
    case 'UNAVAILABLE':
    case 'CLOSED':
      return told(
        new Refusal(
          'unavailable',
          'A part that is needed does not answer. Try again.',
          [],
          RETRY_AFTER_SECONDS,
        ),
      );
    case 'TOO_LARGE':
      return told(new Refusal('too-large', 'A record is larger than the log takes.'));
    case 'NOT_FOUND':
      return told(new Refusal('not-found', error.message));
    default:
      return { problem: BUG };
  }
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
