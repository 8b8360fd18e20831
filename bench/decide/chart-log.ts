/** What records come to for the charts of their journeys: the same stimuli for one engine as for the other. */
import type {
  Interaction,
  JourneyEvent,
  JourneyState,
  PlacedEntry,
  SubjectState,
} from '#contracts';
import type { Decision, Definition, Definitions } from '#journey';
import { activeStates, type Chart } from '#statechart';

/** A compiled guard of a chart, and what it sees. */
export type Guard = PartsOf<Definition['chart']>['guard'];
export type Action = PartsOf<Definition['chart']>['action'];
export type Scope = Parameters<Guard['evaluate']>[0];

type PartsOf<C> = C extends Chart<infer G, infer A> ? { guard: G; action: A } : never;

/** One step of one journey's chart. */
export interface Stimulus {
  readonly kind: 'start' | 'event' | 'fire';
  /** The event, or the timer. */
  readonly name: string;
  readonly scope: Scope;
}

/** What a record comes to for one journey. */
export interface Told {
  readonly journeyId: string;
  readonly definition: Definition;
  readonly stimuli: readonly Stimulus[];
  /** Where the whole fold says that the journey stands afterwards. */
  readonly configuration: readonly string[];
}

const NAMED_BY_RECORD = ['interaction', 'command'];

/** What a record's decision says its journeys' charts were told, and with what before their guards. */
export function toldBy(
  definitions: Definitions,
  { entry }: PlacedEntry,
  decision: Decision,
  before: SubjectState | undefined,
): Told[] {
  const { disposition, journeyEvents, state, archived } = decision;
  const ids = new Set([
    ...journeyEvents.map(({ journeyId }) => journeyId),
    ...disposition.journeyIds,
  ]);
  return [...ids].flatMap((journeyId) => {
    const is = (journey: JourneyState): boolean => journey.journeyId === journeyId;
    const earlier = before?.journeys.find(is);
    const later = state.journeys.find(is) ?? archived.find(is);
    if (later === undefined || (earlier ?? later).status === 'ended') {
      if (earlier !== undefined || later === undefined) return [];
    }
    const definition = definitions.get(later.definition, later.definitionVersion);
    if (definition === undefined) return [];
    const said = journeyEvents.filter((event) => event.journeyId === journeyId);
    const interaction = entry.name === 'Interaction' ? entry.value : undefined;
    const telling = new Telling(definition, earlier, later, disposition.time);
    const stimuli = telling.stimuli(said, interaction);
    return [{ journeyId, definition, stimuli, configuration: later.configuration }];
  });
}

class Telling {
  private readonly definition: Definition;
  private readonly before: JourneyState | undefined;
  private readonly after: JourneyState;
  private readonly now: number;

  constructor(
    definition: Definition,
    before: JourneyState | undefined,
    after: JourneyState,
    now: number,
  ) {
    this.definition = definition;
    this.before = before;
    this.after = after;
    this.now = now;
  }

  /** First the timers that were due, then the record itself, then what had waited for it. */
  stimuli(said: readonly JourneyEvent[], interaction: Interaction | undefined): Stimulus[] {
    const moves = said.filter(({ type }) => type === 'advanced');
    const timers = moves.filter(({ cause }) => cause.kind === 'timer');
    const waited = moves.filter(
      ({ cause }) => NAMED_BY_RECORD.includes(cause.kind) && cause.id !== interaction?.id,
    );
    const own = interaction === undefined ? undefined : this.nameOf(interaction);
    return [
      ...timers.map(({ cause }) => this.stimulus('fire', cause.type)),
      ...(said.some(({ type }) => type === 'started')
        ? [this.stimulus('start', '', interaction)]
        : []),
      ...(own === undefined ? [] : [this.stimulus('event', own, interaction)]),
      ...waited.map(({ cause }) => this.stimulus('event', cause.type, this.waiting(cause.id))),
    ];
  }

  /** A service's answer is an event of the chart's own; undefined: only the next attempt is made. */
  private nameOf({ type, data }: Interaction): string | undefined {
    if (type !== 'service.answered' && type !== 'service.failed') return type;
    const { action } = JSON.parse(Buffer.from(data).toString('utf8')) as { action?: string };
    const call = this.before?.invocations.find((one) => one.action === action);
    if (call === undefined || call.status !== 'running') return undefined;
    if (type === 'service.answered') return `done.invoke.${call.id}`;
    const again = this.after.invocations.find(({ id }) => id === call.id);
    return again?.status === 'waiting' ? undefined : `error.invoke.${call.id}`;
  }

  private waiting(id: string): Interaction | undefined {
    return this.before?.deferred.find(({ interaction }) => interaction.id === id)?.interaction;
  }

  private stimulus(kind: Stimulus['kind'], name: string, interaction?: Interaction): Stimulus {
    const { after, before, definition, now } = this;
    const configuration = before?.configuration ?? [];
    const scope: Scope = {
      event: {
        id: interaction?.id ?? '',
        type: name,
        channel: interaction?.channel ?? '',
        source: interaction?.source ?? '',
        time: new Date(interaction?.time ?? now),
        actor: interaction?.actor ?? { kind: 'system', id: null },
        data: dataOf(name, interaction),
      },
      fields: Object.fromEntries(
        Object.entries(after.fields).map(([field, { value }]) => [field, JSON.parse(value)]),
      ),
      state: configuration.length === 0 ? [] : activeStates(definition.chart, configuration),
      journey: {
        id: after.journeyId,
        definition: after.definition,
        version: after.definitionVersion,
        startedOn: after.startedOn,
        lastChannel: after.lastChannel,
        startedAt: new Date(after.startedAt),
        stalled: after.stalled,
      },
      now: new Date(now),
    };
    return { kind, name, scope };
  }
}

function dataOf(name: string, interaction: Interaction | undefined): Record<string, unknown> {
  if (interaction === undefined || interaction.data.length === 0) return {};
  const data = JSON.parse(Buffer.from(interaction.data).toString('utf8')) as Record<
    string,
    unknown
  >;
  if (!name.startsWith('done.invoke.')) return data;
  return (data['result'] ?? {}) as Record<string, unknown>;
}
