import { type JourneyEvent, Topics } from '#contracts';
import { type Metrics } from '#observability';
import { Refusal } from '#ports';
import { type Work } from '#upkeep';
import { type EventSink, type StreamPosition } from './event-sink.js';
import { EventStream, type StreamPresence } from './event-stream.js';
import { JourneyEventTail, type TailSource } from './journey-event-tail.js';

/** Streams one process serves at once. */
const MAX_STREAMS = 2_000;
const RETRY_AFTER_SECONDS = 5;

export interface StreamRequest {
  /** Begins the answer. Called once it is clear that there will be a stream. */
  readonly open: () => EventSink;
  /** Where the client stood when it left; undefined: it begins at the end. */
  readonly last: ReadonlyMap<number, number> | undefined;
  /** Only this partition; undefined: all. */
  readonly partition: number | undefined;
  readonly accepts: (event: JourneyEvent) => boolean;
  readonly presence: StreamPresence | undefined;
  readonly isAllowed: () => Promise<boolean>;
}

export interface StreamsOptions extends TailSource {
  readonly metrics: Metrics;
}

/** The open streams of this process. */
export class Streams implements Work {
  private readonly tail: JourneyEventTail;
  private readonly open = new Set<EventStream>();

  constructor(private readonly options: StreamsOptions) {
    this.tail = new JourneyEventTail(options);
  }

  /** Throws `busy` before anything is sent. */
  async begin(request: StreamRequest): Promise<void> {
    if (this.open.size >= MAX_STREAMS) {
      const detail = `${MAX_STREAMS} streams are open, which is all this process serves.`;
      throw new Refusal('busy', detail, [], RETRY_AFTER_SECONDS);
    }
    const position = await this.startOf(request);
    const { accepts, presence, isAllowed } = request;
    const { options: source, tail } = this;
    const sink = request.open();
    const stream = new EventStream({ source, tail, sink, accepts, presence, isAllowed });
    this.open.add(stream);
    source.metrics.sseClients.inc();
    sink.onClose(() => {
      this.open.delete(stream);
      source.metrics.sseClients.dec();
    });
    stream.run(position).catch((error: unknown) => {
      source.logger.warn({ err: error }, 'a stream could not go on; the client will resume');
      stream.close();
    });
  }

  async close(): Promise<void> {
    for (const stream of this.open) stream.close();
    await this.tail.close();
  }

  /** Where the client left where that knows the partition, else the end; never past it. */
  private async startOf({ last, partition }: StreamRequest): Promise<StreamPosition> {
    const bounds = await this.options.log.bounds(Topics.journeyEvents);
    return new Map(
      bounds
        .filter((one) => partition === undefined || one.partition === partition)
        .map((one) => [
          one.partition,
          Math.min(last?.get(one.partition) ?? one.latest, one.latest),
        ]),
    );
  }
}
