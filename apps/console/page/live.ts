export type Connection = 'connecting' | 'live' | 'offline';

const EVENT_TYPES = [
  'message',
  'journey-event',
  'started',
  'advanced',
  'captured',
  'channel-switched',
  'stalled',
  'resumed',
  'completed',
  'abandoned',
  'cancelled',
  'failed',
  'faulted',
  'merged',
  'moved',
  'migrated',
  'paused',
  'restarted',
  'repeated',
  'handoff-made',
  'handoff-redeemed',
  'handoff-expired',
  'recognised',
  'restored',
  'erased',
];

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
    for (const type of EVENT_TYPES) source.addEventListener(type, onMessage);
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
