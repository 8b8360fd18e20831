/** Where a stream stands: for each partition it reads, the offset it reads next. */
export type StreamPosition = Map<number, number>;

export interface StreamedEvent {
  /** Absent: a journey event, as those who listen expect one. */
  readonly name?: string;
  /** Absent: nothing but where the stream stands, or a sign of life. */
  readonly data?: string;
  /** Where it stands with this event; what a client names that comes back. */
  readonly position?: ReadonlyMap<number, number>;
  /** For people who look at the wire. */
  readonly comment?: string;
}

/** One client that events are sent to. */
export interface EventSink {
  /** False once the client has left, was cut off, or `close` was called. */
  readonly isOpen: boolean;
  /** Bears with a client that is slow, for as long as `drained` is waited for. */
  send(event: StreamedEvent): void;
  /** Cuts off a client that leaves too much unread; it comes back and goes on where it stood. */
  sendLive(event: StreamedEvent): void;
  /** Resolves once what was sent is read, or the client took too long and was cut off. */
  drained(): Promise<void>;
  /** `beat` is called every few seconds while it is open, so that nobody between takes it for dead. */
  onBeat(beat: () => void): void;
  /** `closed` is called once, when the client is gone. */
  onClose(closed: () => void): void;
  close(): void;
}
