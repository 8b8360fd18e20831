import { type Interaction, LATEST_SEMANTICS, LIVE_CLOCK, type SubjectId } from '#contracts';
import {
  foreseeLink,
  interactionRecord,
  type Resolving,
  type UnlinkedInteraction,
  type Subjects,
} from '#customers';
import { decide, type Decision } from '#journey';
import { type DefinitionCatalogue, type RecordCodec, ThroughlineError } from '#ports';

export interface RehearsalOptions {
  readonly codec: RecordCodec;
  readonly catalogue: DefinitionCatalogue;
  readonly resolving: Resolving;
  readonly subjects: Subjects;
}

/** What an interaction would come to if it were sent now. */
export interface Foreseen {
  readonly subjectId: SubjectId;
  readonly disposition: {
    readonly kind: string;
    readonly reason: string | null;
    readonly detail: string | null;
  };
  readonly journeyIds: readonly string[];
  /** Journey events it would cause, timers that are due by now among them. */
  readonly events: readonly {
    readonly type: string;
    readonly journeyId: string;
    readonly from: readonly string[];
    readonly to: readonly string[];
    readonly outcome: string | null;
  }[];
  /** Actions that would be published. */
  readonly actions: readonly {
    readonly kind: string;
    readonly name: string;
    readonly journeyId: string;
  }[];
}

/** Decides interactions against what is there now, and keeps nothing of it: the same pure step as the fold's (I2). */
export class Rehearsal {
  constructor(private readonly options: RehearsalOptions) {}

  async foresee(interaction: UnlinkedInteraction, clock = LIVE_CLOCK): Promise<Foreseen> {
    const { resolving, subjects } = this.options;
    const subjectId = await foreseeLink(resolving, interaction);
    const state = await subjects.state(subjectId);
    const faulted = state?.journeys.find((journey) => journey.status === 'faulted');
    if (faulted !== undefined) return waiting(subjectId, faulted.journeyId);
    const value = this.asRecorded(interaction, subjectId, clock);
    try {
      const decision = decide(this.options.catalogue.current(), state, {
        entry: { name: 'Interaction', value },
        partition: 0,
        offset: Number.MAX_SAFE_INTEGER,
        timestamp: resolving.clock.now(),
        semantics: LATEST_SEMANTICS,
      });
      return foreseenOf(subjectId, decision);
    } catch (error) {
      return failing(subjectId, error);
    }
  }

  /** The record that sending it would append, through the same code. */
  private asRecorded(
    interaction: UnlinkedInteraction,
    subjectId: SubjectId,
    clock: string,
  ): Interaction {
    const { codec, catalogue } = this.options;
    const deployment = catalogue.current().known;
    const { value } = interactionRecord(codec, interaction, subjectId, { deployment, clock });
    const decoded = codec.decode(value);
    if (decoded.name === 'Interaction') return decoded.value;
    throw new ThroughlineError('BUG', `An interaction was encoded as a ${decoded.name}.`);
  }
}

function foreseenOf(subjectId: SubjectId, decision: Decision): Foreseen {
  const { kind, reason, detail, journeyIds } = decision.disposition;
  return {
    subjectId,
    disposition: { kind, reason, detail },
    journeyIds,
    events: decision.journeyEvents.map(({ type, journeyId, from, to, outcome }) => ({
      type,
      journeyId,
      from,
      to,
      outcome,
    })),
    actions: decision.actions.map(({ kind: what, name, journeyId }) => ({
      kind: what,
      name,
      journeyId,
    })),
  };
}

/** A subject with a faulted journey: its records wait in the log. */
function waiting(subjectId: SubjectId, journeyId: string): Foreseen {
  const detail = `journey ${journeyId} is faulted: records of its customer wait for a build that can fold them`;
  const disposition = { kind: 'deferred', reason: 'journey-faulted', detail };
  return { subjectId, disposition, journeyIds: [journeyId], events: [], actions: [] };
}

/** What the fold would make of an error thrown by the definitions. */
function failing(subjectId: SubjectId, error: unknown): Foreseen {
  const detail = error instanceof Error ? error.message : String(error);
  const disposition = { kind: 'deferred', reason: 'bug', detail };
  return { subjectId, disposition, journeyIds: [], events: [], actions: [] };
}
