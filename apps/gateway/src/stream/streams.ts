import { Refusal, refuse } from '#ports';
import { type ServerResponse } from 'node:http';
import { type OnModuleDestroy } from '@nestjs/common';
import { type JourneyEvent, Topics } from '#contracts';
import { type Metrics } from '#observability';
import { EventStream, type StreamPresence } from './event-stream.js';
import { JourneyEventTail, type TailSource } from './journey-event-tail.js';
import { parsePosition, type StreamPosition } from './stream-position.js';

/** Streams one process serves at once. */
const MAX_STREAMS = 2_000;
const RETRY_AFTER_SECONDS = 5;

export interface StreamRequest {
  readonly response: ServerResponse;
  readonly lastEventId: string | undefined;
  /** Only this partition; undefined: all. */
  readonly partition: number | undefined;
  readonly accepts: (event: JourneyEvent) => boolean;
  readonly presence: StreamPresence | undefined;
  readonly isAllowed: () => Promise<boolean>;
}

/** The open streams of this process. */
export class Streams implements OnModuleDestroy {
  private readonly tail: JourneyEventTail;
  private readonly open = new Set<EventStream>();

  constructor(
    private readonly source: TailSource,
    private readonly metrics: Metrics,
  ) {
    this.tail = new JourneyEventTail(source);
  }

  /** Throws `busy`, or `invalid-parameter` for a foreign `Last-Event-ID`, before anything is sent. */
  async start(request: StreamRequest): Promise<void> {
    if (this.open.size >= MAX_STREAMS) {
      const detail = `${MAX_STREAMS} streams are open, which is all this process serves.`;
      throw new Refusal('busy', detail, [], RETRY_AFTER_SECONDS);
    }
    const position = await this.startOf(request);
    const { response, accepts, presence, isAllowed } = request;
    const { source, tail } = this;
    const stream = new EventStream({ source, tail, response, accepts, presence, isAllowed });
    this.open.add(stream);
    this.metrics.sseClients.inc();
    response.once('close', () => {
      this.open.delete(stream);
      this.metrics.sseClients.dec();
    });
    stream.run(position).catch((error: unknown) => {
      this.source.logger.warn({ err: error }, 'a stream could not go on; the client will resume');
      stream.close();
    });
  }

  async onModuleDestroy(): Promise<void> {
    for (const stream of this.open) stream.close();
    await this.tail.close();
  }

  /** From `Last-Event-ID` where it knows the partition, else from the end; never past it. */
  private async startOf({ lastEventId, partition }: StreamRequest): Promise<StreamPosition> {
    const last = lastEventId === undefined ? new Map<number, number>() : parsePosition(lastEventId);
    if (last === undefined) {
      return refuse('invalid-parameter', 'Last-Event-ID is not one that a stream of ours sent.');
    }
    const bounds = await this.source.log.bounds(Topics.journeyEvents);
    return new Map(
      bounds
        .filter((one) => partition === undefined || one.partition === partition)
        .map((one) => [one.partition, Math.min(last.get(one.partition) ?? one.latest, one.latest)]),
    );
  }
}
