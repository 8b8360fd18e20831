import { Catch, type ExceptionFilter, type INestApplication } from '@nestjs/common';
import { NestMicroservice } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';
import { type EventLogStrategy } from './event-log-strategy.js';

/** Nest's own filter replaces what a handler threw by `{status: 'error', message: 'Internal server error'}`; this one keeps it. */
@Catch()
class ErrorsAsThrown implements ExceptionFilter {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}

/**
 * Attaches the strategy to an application, whose handlers then hear the log once `app.startAllMicroservices()` is called.
 * It does what `app.connectMicroservice` does, with our filter set before the handlers are registered: later is too late,
 * and a filter for the whole application would catch HTTP's errors too.
 */
export function connectEventLog(app: INestApplication, strategy: EventLogStrategy): void {
  const service: unknown = app.connectMicroservice({ strategy }, { deferInitialization: true });
  if (!(service instanceof NestMicroservice)) {
    throw new TypeError(
      'app.connectMicroservice returned something that is not a NestMicroservice',
    );
  }
  service.useGlobalFilters(new ErrorsAsThrown());
  service.registerListeners();
  service.setIsInitialized(true);
  service.setIsInitHookCalled(true);
}
