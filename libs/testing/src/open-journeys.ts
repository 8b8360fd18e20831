import { type JourneyState } from '#contracts';
import { type Candidate, continuation, type LeaseShown, nowFor } from '#journey';
import { CARD_APPLICATION } from './card-application.js';
import { JourneyScenario } from './journey-scenario.js';

/** States in which an application is shown, each reached by what customers do. */
export const OPEN_STATES = ['details', 'details-said', 'identity', 'credit'] as const;

/** What a test says of one open journey; anything else is a web customer's who just began. */
export interface OpenJourney {
  readonly id: string;
  readonly state?: (typeof OPEN_STATES)[number];
  /** What else is to be so, whatever led there. */
  readonly changes?: Partial<JourneyState>;
  readonly lease?: LeaseShown | null;
}

const reached = new Map<string, JourneyScenario>();

/** A journey, and what `channel` is shown of it at `now`, ms since the epoch. */
export function openJourney(
  open: OpenJourney,
  channel: string | undefined,
  now: number,
): Candidate {
  const { id, state = 'details', changes = {}, lease = null } = open;
  const scenario = reached.get(state) ?? reach(state);
  reached.set(state, scenario);
  const { definitions } = scenario;
  const journey = { ...scenario.journey, ...changes, journeyId: id };
  const definition = definitions.get(journey.definition, journey.definitionVersion);
  if (definition === undefined) throw new Error('unknown definition');
  const asked = { now: nowFor(journey, now), ...(channel === undefined ? {} : { channel }) };
  return { journey, shown: { ...continuation(definition, journey, asked), lease } };
}

function reach(state: (typeof OPEN_STATES)[number]): JourneyScenario {
  const scenario = new JourneyScenario(CARD_APPLICATION);
  scenario.happens('application.started', { at: '2026-11-21T10:00:00Z' });
  const data = { fullName: 'Ana Silva', income: 52_000 };
  if (state === 'details-said') scenario.happens('profile.changed', { data });
  if (state === 'identity' || state === 'credit')
    scenario.happens('application.details-submitted', { data });
  if (state === 'credit') scenario.happens('identity.verified', { data: { level: 1 } });
  return scenario;
}
