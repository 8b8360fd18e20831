import { type Cause, type Interaction, type Position } from '#contracts';
import { readData, type EventData } from './event-data.js';
import { type EventView } from './expression.js';

/** What happened, as one journey is told: an interaction, a timer that is due, an operator's command. */
export interface Occurrence {
  readonly type: string;
  readonly cause: Cause;
  /** Undefined: nobody came on a channel. */
  readonly channel: string | undefined;
  /** Read at the first call, kept afterwards. */
  readonly data: () => EventData;
  /** What guards see as `event`. */
  readonly view: () => EventView;
}

/** The year 9999: beyond it a time is a mistake, and has no ISO 8601 form everyone reads. */
const LATEST = 253_402_300_799_999;

/** When an interaction says it happened, ms since the epoch, kept between 1970 and 9999 whatever a sender's clock says. */
export function happenedAt({ time }: Interaction): number {
  return Math.min(Math.max(time, 0), LATEST);
}

/** An interaction of the log, or one that was deferred and is folded again: `at` is where it stands in the log. */
export function interactionOccurrence(interaction: Interaction, at: Position): Occurrence {
  const { id, type, channel, source, actor } = interaction;
  let data: EventData | undefined;
  let view: EventView | undefined;
  const read = (): EventData => (data ??= readData(interaction));
  return {
    type,
    channel,
    cause: {
      kind: 'interaction',
      id,
      type,
      actorKind: actor.kind,
      actorId: actor.id,
      partition: at.partition,
      offset: at.offset,
    },
    data: read,
    view: () =>
      (view ??= {
        id,
        type,
        channel,
        source,
        time: new Date(happenedAt(interaction)),
        actor,
        data: read().data,
      }),
  };
}

/** A timer or a command: what has no channel and no data. `time` in ms since the epoch. */
export function plainOccurrence(cause: Cause, time: number): Occurrence {
  const data: EventData = { data: {} };
  const view: EventView = {
    id: cause.id,
    type: cause.type,
    channel: '',
    source: '',
    time: new Date(time),
    actor: { kind: cause.actorKind, id: cause.actorId },
    data: data.data,
  };
  return { type: cause.type, cause, channel: undefined, data: () => data, view: () => view };
}
