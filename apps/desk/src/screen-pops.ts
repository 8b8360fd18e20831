import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type JourneyEvent, type JourneyId } from '#contracts';
import { type AgentStream } from './agent-stream.js';
import { Claims } from './claims.js';
import { JourneyCards } from './journey-cards.js';
import { formatPosition, parsePosition, type PlacedEvent, RecentEvents } from './recent-events.js';

/** Events kept for streams that come back. */
const KEPT_EVENTS = 10_000;

/** Pushes to agents' streams who has just come to the phone, and what changes in the journeys they hold. */
@Injectable()
export class ScreenPops implements OnModuleDestroy {
  private readonly recent = new RecentEvents(KEPT_EVENTS);
  private readonly streams = new Set<AgentStream>();
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly cards: JourneyCards,
    private readonly claims: Claims,
  ) {}

  /** Resolves when every stream that wants the event has it. */
  async show(placed: PlacedEvent): Promise<void> {
    this.recent.add(placed);
    const id = formatPosition(this.recent.position());
    await this.inTurn(() => this.send(placed, id, [...this.streams]));
  }

  /** Opens a stream: what was missed since `lastEventId` first. */
  async open(stream: AgentStream, lastEventId: string | undefined): Promise<void> {
    await this.inTurn(async () => {
      const position = lastEventId === undefined ? undefined : parsePosition(lastEventId);
      const missed = position === undefined ? undefined : this.recent.since(position);
      const id = formatPosition(this.recent.position());
      stream.send('ready', position === undefined ? id : (lastEventId ?? id), {
        agent: stream.agent,
        gap: missed?.gap ?? false,
      });
      for (const placed of missed?.events ?? []) await this.send(placed, id, [stream]);
      this.streams.add(stream);
    });
  }

  forget(stream: AgentStream): void {
    this.streams.delete(stream);
  }

  onModuleDestroy(): void {
    for (const stream of this.streams) stream.end();
  }

  /** One after the other, so that every stream sees one order. */
  private inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.sending.then(task);
    this.sending = done.catch(() => undefined);
    return done;
  }

  private async send({ event }: PlacedEvent, id: string, streams: AgentStream[]): Promise<void> {
    const journeyId = event.journeyId as JourneyId;
    const claim = this.claims.holder(journeyId);
    const wanting = streams.filter((stream) => wants(stream.agent, event, claim?.agent));
    if (wanting.length === 0) return;
    const data = {
      journeyId,
      type: event.type,
      time: new Date(event.time).toISOString(),
      channel: event.channel,
      previousChannel: event.previousChannel,
      claim: claim ?? null,
      continuation: (await this.cards.continuation(journeyId)) ?? null,
    };
    for (const stream of wanting) stream.send(comesToPhone(event) ? 'pop' : 'update', id, data);
  }
}

/** Whether this is a customer who has just come to the phone. */
function comesToPhone(event: JourneyEvent): boolean {
  return (
    event.channel === 'phone' && (event.type === 'channel-switched' || event.type === 'started')
  );
}

/**
 * A call that an agent has taken pops on that agent's screen, one that nobody has on everybody's; other events go to
 * the agent who holds the journey.
 */
function wants(agent: string, event: JourneyEvent, holder: string | undefined): boolean {
  if (!comesToPhone(event)) return holder === agent;
  const { actorKind, actorId } = event.cause;
  return actorKind !== 'agent' || actorId === null || actorId === agent;
}
