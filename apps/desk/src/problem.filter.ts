import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { type FastifyReply } from 'fastify';

/** Answers a refusal as RFC 9457 problem details. What is not a refusal goes on to the application's own filter. */
@Catch(HttpException)
export class ProblemFilter implements ExceptionFilter<HttpException> {
  catch(refusal: HttpException, host: ArgumentsHost): void {
    const status = refusal.getStatus();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const body = { type: 'about:blank', title: refusal.name, status, detail: refusal.message };
    void reply
      .status(status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(body));
  }
}
