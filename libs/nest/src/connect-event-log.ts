import { Catch, type ExceptionFilter, type INestApplication } from '@nestjs/common';
import { NestMicroservice } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';
import { EventLogStrategy, type EventLogSubscription } from './event-log-strategy.js';
import { FatalErrors } from './fatal-errors.js';
import { Readiness } from './readiness.js';
import { heldBy } from './token.js';
import { CLOCK, EVENT_LOG, LOGGER, RECORD_CODEC } from './tokens.js';

/** Nest's own filter replaces what a handler threw by `{status: 'error', message: 'Internal server error'}`; this one keeps it. */
@Catch()
class ErrorsAsThrown implements ExceptionFilter {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}

/**
 * Lets the handlers of an application that stands on `InfrastructureModule` hear the log, once
 * `app.startAllMicroservices()` is called. A subscription that dies is a fatal error of the process.
 */
export function connectEventLog(
  app: INestApplication,
  subscription: EventLogSubscription,
): EventLogStrategy {
  const strategy = new EventLogStrategy({
    log: heldBy(app, EVENT_LOG),
    codec: heldBy(app, RECORD_CODEC),
    clock: heldBy(app, CLOCK),
    logger: heldBy(app, LOGGER),
    ...subscription,
  });
  const { group } = subscription;
  app
    .get(Readiness)
    .add(group, () => (strategy.joined ? undefined : 'not yet a member of its group'));
  strategy.ended.catch((error: unknown) => app.get(FatalErrors).report(group, error));
  attachStrategy(app, strategy);
  return strategy;
}

/**
 * Does what `app.connectMicroservice` does, with our filter set before the handlers are registered: later is too late,
 * and a filter for the whole application would catch HTTP's errors too.
 */
export function attachStrategy(app: INestApplication, strategy: EventLogStrategy): void {
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
