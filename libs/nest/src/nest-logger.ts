import { type LoggerService } from '@nestjs/common';
import { type Logger } from '#observability';

/** Nest's own lines, through our logger: its chatter at start is `debug`. */
export function nestLogger(logger: Logger): LoggerService {
  const line = (message: unknown): string =>
    message instanceof Error ? message.message : String(message);
  return {
    log: (message: unknown, context?: unknown) => logger.debug({ context }, line(message)),
    warn: (message: unknown, context?: unknown) => logger.warn({ context }, line(message)),
    error: (message: unknown, stack?: unknown, context?: unknown) =>
      logger.error(
        { err: message instanceof Error ? message : undefined, stack, context },
        line(message),
      ),
    fatal: (message: unknown, context?: unknown) => logger.fatal({ context }, line(message)),
    debug: (message: unknown, context?: unknown) => logger.debug({ context }, line(message)),
    verbose: (message: unknown, context?: unknown) => logger.trace({ context }, line(message)),
  };
}
