import { type JourneyState } from '#contracts';
import { type Continuation, continuation, type Definition } from '#journey';
import { type Assurance, type Clock, type DefinitionCatalogue } from '#ports';
import { problem, ProblemError } from '../http/problem.js';
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
    const { definition: name, definitionVersion } = journey;
    const definition = this.catalogue.current().get(name, definitionVersion);
    if (definition === undefined) {
      const detail = `${name}@${String(definitionVersion)} is not known here yet. Try again.`;
      throw new ProblemError(problem('unavailable', detail), 1);
    }
    const whole = continuation(definition, journey, { channel, now: this.clock.now() });
    const [lease = null] = await this.leases.shown([journey.journeyId]);
    return shownTo(assurance, definition, { ...whole, lease });
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
