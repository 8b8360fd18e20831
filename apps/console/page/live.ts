export type Connection = 'connecting' | 'live' | 'offline';

/**
 * Listens to `/v1/stream`: calls `onEvent` with the journey of every event, `onConnection` when the connection changes,
 * and `onReconnected` when events may have passed unseen. The browser reconnects by itself with `Last-Event-ID`, except
 * when it was refused; then we do.
 */
export function listen(handlers: {
  readonly onEvent: (journeyId: string) => void;
  readonly onConnection: (connection: Connection) => void;
  readonly onReconnected: () => void;
}): void {
  let wasOffline = false;
  const open = (): void => {
    const source = new EventSource('/v1/stream');
    source.onopen = () => {
      handlers.onConnection('live');
      if (wasOffline) handlers.onReconnected();
      wasOffline = false;
    };
    source.onerror = () => {
      wasOffline = true;
      handlers.onConnection('offline');
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(open, 2_000);
    };
    const onMessage = (message: MessageEvent<string>): void => {
      const { journeyId } = JSON.parse(message.data) as { journeyId?: unknown };
      if (typeof journeyId === 'string') handlers.onEvent(journeyId);
    };
    // Journey events have no name of their own in the stream; what has one (`lease`) is not about the list.
    source.addEventListener('message', onMessage);
  };
  open();
}

/** Runs `task` at once, then at most once per `ms`, and once more after the last call. */
export function throttled(ms: number, task: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      await task();
      await new Promise((resolve) => setTimeout(resolve, ms));
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}
