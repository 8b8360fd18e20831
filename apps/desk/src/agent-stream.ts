import { type EventSink, type StreamPosition } from '#streams';
import { type PlacedEvent } from './recent-events.js';

/** What one agent is sent, and how far they have seen. */
export class AgentStream {
  private position: StreamPosition = new Map();

  constructor(
    readonly agent: string,
    private readonly sink: EventSink,
  ) {
    sink.onBeat(() => sink.sendLive({ comment: 'still here' }));
  }

  /** Everything before this position it has seen, or does not want to. */
  begin(position: StreamPosition): void {
    this.position = new Map(position);
  }

  /** Moves past an event. False: it was past it already. */
  pass({ partition, offset }: PlacedEvent): boolean {
    if (offset < (this.position.get(partition) ?? 0)) return false;
    this.position.set(partition, offset + 1);
    return true;
  }

  /** With where the stream stands: what it names when it comes back. */
  send(name: string, data: unknown): void {
    this.sink.sendLive({ name, data: JSON.stringify(data), position: this.position });
  }

  onClose(closed: () => void): void {
    this.sink.onClose(closed);
  }

  close(): void {
    this.sink.close();
  }
}
