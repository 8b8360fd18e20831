import { setTimeout as wait } from 'node:timers/promises';
import { type Continuation, type Interaction } from '#client';
import { answerOf, apiOf, type ApiOptions } from '../api-client.js';
import { Failure } from '../failure.js';

/** How long the audience has between two steps, ms. */
const PACE_MS = 1_500;
const PATIENCE_MS = 10_000;
const POLL_MS = 50;

interface Customer {
  readonly cookie: Identifier;
  readonly email: Identifier;
  readonly phone: Identifier;
}

type Identifier = NonNullable<Interaction['identifiers']>[number];

type Tell = (line: string) => void;

const WEB = {
  channel: 'web',
  source: '//bank.example/apply',
  actor: { kind: 'customer' as const },
};
const IVR = {
  channel: 'phone',
  source: '//bank.example/ivr',
  actor: { kind: 'customer' as const },
};
const BUREAU = {
  channel: 'back-office',
  source: '//bureau.example',
  actor: { kind: 'system' as const },
};

/**
 * Ana starts on the web, stops, calls; the agent finishes with her. Told line by line. Every step is a call that a
 * channel system would make. Throws `Failure` where the story does not go on as told.
 */
export async function playStory(api: ApiOptions, tell: Tell): Promise<void> {
  const run = Date.now().toString(36);
  const ana: Customer = {
    cookie: { scheme: 'cookie', value: `c-${run}` },
    email: { scheme: 'email', value: `ana.${run}@example.org` },
    phone: { scheme: 'phone', value: `+614${String(Date.now()).slice(-8)}` },
  };
  const started = await startOnTheWeb(api, ana, tell);
  await continueByPhone(api, ana, started, tell);
  await finishOnTheWeb(api, ana, started, tell);
}

async function startOnTheWeb(api: ApiOptions, ana: Customer, tell: Tell): Promise<Continuation> {
  await send(api, { ...WEB, type: 'application.started', identifiers: [ana.cookie, ana.email] });
  tell('web    Ana starts a credit card application.');
  await wait(PACE_MS);

  const data = {
    fullName: 'Ana Silva',
    email: ana.email.value,
    phone: ana.phone.value,
    income: 52_000,
  };
  await send(api, {
    ...WEB,
    type: 'application.details-submitted',
    identifiers: [ana.cookie],
    data,
  });
  const waiting = await journeyOf(api, ana.email, 'web', (journey) =>
    isCollected(journey, 'phone'),
  );
  tell(
    `web    She gives her details. The journey waits: "${waiting.stateTitle}". She closes the browser.`,
  );
  await wait(PACE_MS);
  return waiting;
}

async function continueByPhone(
  api: ApiOptions,
  ana: Customer,
  { journeyId }: Continuation,
  tell: Tell,
): Promise<void> {
  await send(api, { ...IVR, type: 'call.started', identifiers: [ana.phone] });
  const journey = await journeyOf(api, ana.phone, 'phone', (one) => one.journeyId === journeyId);
  tell(
    `phone  She calls. The agent's screen says: "${journey.next[0]?.prompt ?? journey.stateTitle}"`,
  );
  await wait(PACE_MS);

  const [desk, params] = [apiOf(api), { path: { id: journeyId } }];
  const claiming = { params, body: { agent: 'jo' } };
  await answerOf(desk.POST('/v1/desk/journeys/{id}/claim', claiming));
  const data = { idNumber: 'N1234567', score: 0.93 };
  const body = { agent: 'jo', type: 'identity.verified', data };
  await answerOf(desk.POST('/v1/desk/journeys/{id}/steps', { params, body }));
  tell('phone  Jo takes the journey and enters the one thing that is missing.');
  await wait(PACE_MS);
}

async function finishOnTheWeb(
  api: ApiOptions,
  ana: Customer,
  { journeyId }: Continuation,
  tell: Tell,
): Promise<void> {
  const data = { score: 720, limit: 5_000 };
  await send(api, { ...BUREAU, type: 'credit.reported', journey: { id: journeyId }, data });
  const offered = await journeyOf(api, ana.email, 'web', (journey) =>
    isCollected(journey, 'cardLimit'),
  );
  tell(
    `web    The credit check answers, and Ana's browser moves on by itself: "${offered.stateTitle}".`,
  );
  await wait(PACE_MS);

  await send(api, { ...WEB, type: 'offer.accepted', identifiers: [ana.cookie] });
  tell(
    'web    She accepts. Started online, continued by phone, finished online; nothing was asked twice.',
  );
}

function isCollected(journey: Continuation, field: string): boolean {
  return journey.fields[field]?.status === 'collected';
}

/** One interaction, with its own id, sent now. */
export async function send(api: ApiOptions, interaction: Interaction): Promise<void> {
  const time = new Date().toISOString();
  const body = { id: crypto.randomUUID(), time, ...interaction };
  await answerOf(apiOf(api).POST('/v1/interactions', { body }));
}

async function journeyOf(
  api: ApiOptions,
  who: Identifier,
  channel: string,
  isRight: (journey: Continuation) => boolean,
): Promise<Continuation> {
  const query = { scheme: who.scheme, value: who.value, channel };
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await wait(POLL_MS)) {
    const found = (
      await answerOf(apiOf(api).GET('/v1/continuations', { params: { query } }))
    ).continuations.find(isRight);
    if (found) return found;
  }
  throw new Failure(
    `The journey of ${who.scheme} ${who.value} did not come as far as the story tells. Is the orchestrator running?`,
  );
}
