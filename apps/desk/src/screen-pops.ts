import { Injectable } from '@nestjs/common';
import { type DeskEventView, type DeskReadyView } from '#api';
import { type JourneyEvent, type JourneyId, Topics } from '#contracts';
import { EVENT_LOG, Inject } from '#nest';
import { type EventLog } from '#ports';
import { type StreamPosition } from '#streams';
import { type Work } from '#upkeep';
import { type AgentStream } from './agent-stream.js';
import { Claims } from './claims.js';
import { JourneyCards } from './journey-cards.js';
import { type PlacedEvent, RecentEvents } from './recent-events.js';

/** Events kept for streams that come back. */
const KEPT_EVENTS = 10_000;

/** Pushes to agents' streams who has just come to the phone, and what changes in the journeys they hold. */
@Injectable()
export class ScreenPops implements Work {
  private readonly recent = new RecentEvents(KEPT_EVENTS);
  private readonly streams = new Set<AgentStream>();
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly cards: JourneyCards,
    private readonly claims: Claims,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  /** Resolves when every stream that wants the event has it. */
  async show(placed: PlacedEvent): Promise<void> {
    this.recent.add(placed);
    await this.inTurn(() => this.send(placed, [...this.streams]));
  }

  /**
   * Opens a stream where the log ends now, or where it was left: then what was missed since comes first. `gap` says
   * that some of it is not kept any more. A desk that has just started reads old events again: no stream sees them twice.
   */
  async open(stream: AgentStream, last: StreamPosition | undefined): Promise<void> {
    const bounds = await this.log.bounds(Topics.journeyEvents);
    const ends: StreamPosition = new Map(bounds.map((each) => [each.partition, each.latest]));
    stream.onClose(() => this.streams.delete(stream));
    const from = last ?? ends;
    await this.inTurn(async () => {
      stream.begin(from);
      const ready: DeskReadyView = {
        agent: stream.agent,
        gap: this.recent.misses(from, ends),
      };
      stream.send('ready', ready);
      for (const placed of this.recent.since(from)) await this.send(placed, [stream]);
      this.streams.add(stream);
    });
  }

  close(): void {
    for (const stream of this.streams) stream.close();
  }

  /** One after the other, so that every stream sees one order. */
  private inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.sending.then(task);
    this.sending = done.catch(() => undefined);
    return done;
  }

  private async send(placed: PlacedEvent, streams: readonly AgentStream[]): Promise<void> {
    const { event } = placed;
    const journeyId = event.journeyId as JourneyId;
    const claim = this.claims.view(journeyId);
    const wanting = streams
      .filter((stream) => stream.pass(placed))
      .filter((stream) => wants(stream.agent, event, claim?.agent));
    if (wanting.length === 0) return;
    const card = await this.cards.card(journeyId);
    const data: DeskEventView = {
      journeyId,
      type: event.type,
      time: new Date(event.time).toISOString(),
      channel: event.channel,
      previousChannel: event.previousChannel,
      claim,
      continuation: card?.continuation ?? null,
      others: card?.others ?? [],
    };
    for (const stream of wanting) stream.send(comesToPhone(event) ? 'pop' : 'update', data);
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
