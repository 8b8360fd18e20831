import { type JourneyEvent, LIVE_CLOCK } from '#contracts';
import { type Definitions, resumedBy } from '#journey';
import { type Metrics } from '#observability';
import { type DefinitionCatalogue } from '#ports';

/** Counted by definition: `started` is what the others are compared with. */
const COUNTED: ReadonlySet<string> = new Set([
  'started',
  'restarted',
  'repeated',
  'stalled',
  'channel-switched',
  'resumed',
  'handoff-made',
  'handoff-redeemed',
  'handoff-expired',
  'recognised',
]);

const HAND_OFF = 'handoff-';

/** A channel that no definition names: senders may call theirs what they like, and labels must stay few. */
const OTHER = 'other';

/**
 * Counts what journey events say of continuity, on the live clock: an import's journeys were resumed long ago. How exact
 * figures are made of the same events, whenever they happened, is `ContinuityTally`'s.
 */
export function observeContinuity(
  metrics: Metrics,
  catalogue: Pick<DefinitionCatalogue, 'current'>,
): (events: readonly JourneyEvent[]) => void {
  const channelsOf = channelNames();
  return (events) => {
    for (const event of events) {
      const { type, clock, definition } = event;
      if (clock !== LIVE_CLOCK || !COUNTED.has(type)) continue;
      metrics.continuityEvents.inc({ type, definition });
      const known = channelsOf(catalogue.current());
      const named = (channel: string | null): string =>
        channel !== null && known.has(channel) ? channel : OTHER;
      if (type.startsWith(HAND_OFF)) {
        const way = { from: named(event.previousChannel), to: named(event.channel) };
        metrics.handOffs.inc({ outcome: type.slice(HAND_OFF.length), ...way });
      }
      const resumed = resumedBy(event);
      if (resumed === undefined) continue;
      const way = { from: named(resumed.from), to: named(resumed.to) };
      metrics.resumeSeconds.observe(way, resumed.took / 1_000);
    }
  };
}

/** Channels on which some state is shown, read once for each set of definitions. */
function channelNames(): (definitions: Definitions) => ReadonlySet<string> {
  let read: Definitions | undefined;
  let names: ReadonlySet<string> = new Set();
  return (definitions) => {
    if (read === definitions) return names;
    read = definitions;
    names = new Set(
      definitions
        .all()
        .flatMap(({ states }) => [...states.values()])
        .flatMap(({ channels }) => Object.keys(channels)),
    );
    return names;
  };
}
