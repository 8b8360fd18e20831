import { type JourneyState } from '#contracts';
import { CARD_APPLICATION, JourneyScenario } from '#testing';
import { continuation, type LeaseShown, nowFor } from '../continuation.js';
import { type Candidate } from '../relevance.js';

/** States in which an application is shown, each reached by what customers do. */
export const STATES = ['details', 'details-said', 'identity', 'credit'] as const;

/** What a test says of one open journey; anything else is a web customer's who just began. */
export interface Open {
  readonly id: string;
  readonly state?: (typeof STATES)[number];
  /** Begins with the reached state, in place of what the scenario made of it. */
  readonly changes?: Partial<JourneyState>;
  readonly lease?: LeaseShown | null;
}

const REACHED = new Map(STATES.map((state) => [state, reach(state)]));

/** A journey, and what `channel` is shown of it at `now`, ms since the epoch. */
export function candidate(open: Open, channel: string | undefined, now: number): Candidate {
  const { id, state = 'details', changes = {}, lease = null } = open;
  const { journey: reached, definitions } = REACHED.get(state) ?? reach(state);
  const journey = { ...reached, ...changes, journeyId: id };
  const definition = definitions.get(journey.definition, journey.definitionVersion);
  if (definition === undefined) throw new Error('unknown definition');
  const asked = { now: nowFor(journey, now), ...(channel === undefined ? {} : { channel }) };
  return { journey, shown: { ...continuation(definition, journey, asked), lease } };
}

function reach(state: (typeof STATES)[number]): JourneyScenario {
  const scenario = new JourneyScenario(CARD_APPLICATION);
  scenario.happens('application.started', { at: '2026-11-21T10:00:00Z' });
  const data = { fullName: 'Ana Silva', income: 52_000 };
  if (state === 'details-said') scenario.happens('profile.changed', { data });
  if (state === 'identity' || state === 'credit')
    scenario.happens('application.details-submitted', { data });
  if (state === 'credit') scenario.happens('identity.verified', { data: { level: 1 } });
  return scenario;
}
