import { type Cause, type Interaction, type Position } from '#contracts';
import { readData, type EventData, type JsonObject } from './event-data.js';
import { type EventView } from '../expression/expression.js';

/** What happened, as one journey is told: an interaction, a timer that is due, an operator's command. */
export interface Occurrence {
  readonly type: string;
  readonly cause: Cause;
  /** When it happened, ms since the epoch. */
  readonly time: number;
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

/** What a journey is told has happened, where that is not what the record says: a service's answer, an operator's event. */
interface Told {
  readonly type?: string;
  readonly data?: JsonObject;
}

/** An interaction of the log, or one that was deferred and is folded again: `at` is where it stands in the log. */
export function interactionOccurrence(
  interaction: Interaction,
  at: Position,
  told: Told = {},
): Occurrence {
  const { id, channel, source, actor } = interaction;
  const { type = interaction.type } = told;
  const time = happenedAt(interaction);
  let data: EventData | undefined = told.data && { data: told.data };
  let view: EventView | undefined;
  const read = (): EventData => (data ??= readData(interaction));
  return {
    type,
    time,
    channel,
    cause: {
      kind: 'interaction',
      id,
      type: interaction.type,
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
        time: new Date(time),
        actor,
        data: read().data,
      }),
  };
}

/** A timer or a command: what has no channel. `time` in ms since the epoch. */
export function plainOccurrence(cause: Cause, time: number, told: Told = {}): Occurrence {
  const { type = cause.type } = told;
  const data: EventData = { data: told.data ?? {} };
  const view: EventView = {
    id: cause.id,
    type,
    channel: '',
    source: '',
    time: new Date(time),
    actor: { kind: cause.actorKind, id: cause.actorId },
    data: data.data,
  };
  return { type, time, cause, channel: undefined, data: () => data, view: () => view };
}
