import { type JourneyState } from '#contracts';
import {
  byRelevance,
  type Candidate,
  type Continuation,
  continuation,
  type Definition,
  nowFor,
  type RelevantContinuation,
} from '#journey';
import { Refusal, type Assurance, type Clock, type DefinitionCatalogue } from '#ports';
import { type Leases } from '../leases/leases.js';

/** Shows whoever goes on with a journey as much of it as they may see. */
export class ShownContinuations {
  constructor(
    private readonly catalogue: DefinitionCatalogue,
    private readonly clock: Clock,
    private readonly leases: Leases,
  ) {}

  /** As `channel` goes on. Throws `unavailable` while the journey's definition is not known here. */
  async of(journey: JourneyState, channel: string, assurance: Assurance): Promise<Continuation> {
    const [one] = await this.candidates([journey], channel, assurance);
    if (one !== undefined) return one.shown;
    const { definition: name, definitionVersion } = journey;
    const detail = `${name}@${String(definitionVersion)} is not known here yet. Try again.`;
    throw new Refusal('unavailable', detail, [], 1);
  }

  /**
   * Several journeys of one customer, the most relevant to `channel` first (undefined: each as on the channel it was on
   * last). A journey whose definition is not known here is left out.
   */
  async inOrder(
    journeys: readonly JourneyState[],
    channel: string | undefined,
    assurance: Assurance,
  ): Promise<readonly RelevantContinuation[]> {
    const candidates = await this.candidates(journeys, channel, assurance);
    return byRelevance(candidates, channel, this.clock.now());
  }

  private async candidates(
    journeys: readonly JourneyState[],
    channel: string | undefined,
    assurance: Assurance,
  ): Promise<readonly Candidate[]> {
    const leases = await this.leases.shown(journeys.map(({ journeyId }) => journeyId));
    const definitions = this.catalogue.current();
    const live = this.clock.now();
    return journeys.flatMap((journey, i) => {
      const definition = definitions.get(journey.definition, journey.definitionVersion);
      if (definition === undefined) return [];
      const asked = { now: nowFor(journey, live), ...(channel === undefined ? {} : { channel }) };
      const whole = { ...continuation(definition, journey, asked), lease: leases[i] ?? null };
      return [{ journey, shown: shownTo(assurance, definition, whole) }];
    });
  }
}

/**
 * A continuation as far as somebody of this assurance may see it: `verified` all of it, `known` no personal value,
 * `anonymous` no value at all. Where it stands, what is missing and what comes next they all see.
 */
export function shownTo(
  assurance: Assurance,
  definition: Definition,
  whole: Continuation,
): Continuation {
  if (assurance === 'verified') return whole;
  const fields = Object.entries(whole.fields).map(([name, field]) => {
    const personal = definition.fields.get(name)?.source.pii ?? false;
    const isShown = assurance === 'known' && !personal;
    return [name, isShown ? field : { status: field.status }] as const;
  });
  return { ...whole, fields: Object.fromEntries(fields) };
}
