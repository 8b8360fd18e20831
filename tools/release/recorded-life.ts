/**
 * What happens in the data of a release: a few customers, and everything that a fold can be asked to do. Spoken over the
 * public API. A release may add to it; what was recorded by earlier ones stays as it is.
 */
import { until, type RunningRelease } from './running-release.ts';

const CLAIM = (version: number): string => `
journey: claim
version: ${version}
title: A claim
startsOn: [claim.begun]
onMerge: combine
fields:
  what: { type: string, pii: true, from: [claim.described] }
  name: { type: string, pii: true, from: [claim.named] }
  worth: { type: number, from: [done.invoke.assess], path: worth }
initial: begun
states:
  begun:
    channels: { web: /claim, phone: What happened? }
    defer: [claim.paid]
    on: { claim.described: {}, claim.named: {}, claim.told: { target: told } }
    after: { ${version === 1 ? 'PT2H' : 'PT3H'}: { target: chased, actions: [{ notify: reminder }] } }
  chased:
    on: { claim.described: {}, claim.named: {}, claim.told: { target: told } }
  told:
    title: We look at it
    defer: [claim.paid]
    invoke:
      id: assess
      service: assessor
      input: { what: fields.what }
      timeout: P2D
      onDone: [{ target: assessed }]
      onError: { target: chased }
  assessed:
    on: { claim.paid: { target: paid }, claim.closed: { target: closed } }
  paid: { type: final, outcome: paid }
  closed: { type: final, outcome: closed }
`;

const REPAIR = `
journey: repair
version: 1
title: A repair
startsOn: [repair.ordered]
correlation: { by: data.repair }
initial: ordered
states:
  ordered: { on: { repair.done: { target: done } } }
  done: { type: final, outcome: repaired }
`;

const MIGRATION = 'migration: claim\nfrom: 1\nto: 2\ntimers: keep-remainder\n';

interface Identifier {
  readonly scheme: string;
  readonly value: string;
  readonly verified?: boolean;
}

interface Shown {
  readonly journeyId: string;
  readonly subjectId: string;
  readonly status: string;
  readonly state: readonly string[];
  readonly version: number;
}

interface Entry {
  readonly seq: number;
  readonly disposition: { readonly kind: string };
}

/** A journey as the API tells it, and all its past. */
export interface RecordedJourney {
  readonly journey: Shown;
  readonly history: readonly Entry[];
  /** The answer to each `/at?seq=`, from 1 on; null where its customer was erased since. */
  readonly moments: readonly (Shown | null)[];
}

const person = (name: string): Identifier => ({ scheme: 'customer', value: name });

/** Lives it. Returns the journeys by the names that the test knows them by. */
export async function live(release: RunningRelease): Promise<Readonly<Record<string, string>>> {
  const life = new Life(release);
  for (const text of [CLAIM(1), REPAIR]) await life.post('/v1/definitions', { text, share: 100 });
  const manyRepairs = await life.repairs();
  const split = await life.mergeAndSplit();
  const erased = await life.erasedClaim();
  const application = await life.application();
  const paused = await life.claim('paul');
  await life.post(`/v1/journeys/${paused}/commands`, { command: 'pause', reason: 'a question' });
  await life.event('described while paused', 'claim.described', [person('paul')], { what: 'hail' });
  const served = await life.claim('sara', [{ type: 'claim.told' }, { type: 'claim.paid' }]);
  await life.event('unmatched', 'nobody.knows', [person('sara')]);
  const migrated = await life.claim('mia');
  await life.post('/v1/definitions', { text: CLAIM(2), share: 100 });
  await life.post('/v1/definitions/claim/migrations', {
    text: MIGRATION,
    share: 100,
    reason: 'three hours are kinder',
  });
  await until('the migration', async () => (await life.shown(migrated)).version === 2 || undefined);
  const handedOff = await life.claim('hans');
  await life.post(`/v1/journeys/${handedOff}/handoffs`, { to: 'phone', channel: 'web' });
  const timed = await life.claim('tom');
  return {
    ...manyRepairs,
    ...split,
    erased,
    application,
    paused,
    served,
    migrated,
    handedOff,
    timed,
  };
}

/** Everything the API tells of these journeys once nothing is on its way. */
export async function told(
  release: RunningRelease,
  journeys: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, RecordedJourney>>> {
  const life = new Life(release);
  const all: Record<string, RecordedJourney> = {};
  for (const [name, id] of Object.entries(journeys)) {
    const history = (await life.get(`/v1/journeys/${id}/history`)) as { entries: Entry[] };
    const moments: (Shown | null)[] = [];
    const last = Math.max(...history.entries.map(({ seq }) => seq));
    for (let seq = 1; seq <= last; seq++) {
      const { status, body } = await release.call('GET', `/v1/journeys/${id}/at?seq=${seq}`);
      moments.push(status === 410 ? null : (body as Shown));
    }
    all[name] = { journey: await life.shown(id), history: history.entries, moments };
  }
  return all;
}

class Life {
  readonly release: RunningRelease;
  private sent = 0;

  constructor(release: RunningRelease) {
    this.release = release;
  }

  async get(path: string): Promise<unknown> {
    const { status, body } = await this.release.call('GET', path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async post(path: string, given: unknown): Promise<unknown> {
    const { status, body } = await this.release.call('POST', path, given);
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async shown(journeyId: string): Promise<Shown> {
    return (await this.get(`/v1/journeys/${journeyId}`)) as Shown;
  }

  /** Returns the customer it was written under. */
  async event(
    what: string,
    type: string,
    identifiers: readonly Identifier[],
    data: object = {},
    more: object = {},
  ): Promise<string> {
    const id = `${++this.sent} ${what}`;
    const event = { id, type, source: '//release/web', channel: 'web', identifiers, data, ...more };
    const { accepted } = (await this.post('/v1/interactions', [event])) as {
      accepted: { subjectId: string }[];
    };
    return accepted[0]?.subjectId ?? '';
  }

  /** The latest journey of a customer, once there is one that is as wanted. */
  journeyOf(subject: string, wanted: (shown: Shown) => boolean): Promise<Shown> {
    return until(`a journey of ${subject}`, async () => {
      const found = await this.release.call('GET', `/v1/subjects/${subject}`);
      const ids = JSON.stringify(found.body).match(/[a-z2-7]{20}\.[a-z2-7]{8}/g) ?? [];
      for (const id of new Set(ids)) {
        const { status, body } = await this.release.call('GET', `/v1/journeys/${id}`);
        if (status === 200 && wanted(body as Shown)) return body as Shown;
      }
      return undefined;
    });
  }

  /** A customer's claim, told a bit, and what else happens to it. */
  async claim(name: string, more: readonly { readonly type: string }[] = []): Promise<string> {
    const who = [person(name)];
    const subject = await this.event('begins', 'claim.begun', who);
    const { journeyId } = await this.journeyOf(subject, () => true);
    await this.event('is named', 'claim.named', who, { name: `${name} Silva` });
    await this.event('is described', 'claim.described', who, { what: 'a dent' });
    for (const { type } of more) await this.event('goes on', type, who);
    return journeyId;
  }

  /** Seventeen short ones end while a long one goes on; then that one ends; one is left. */
  async repairs(): Promise<Record<string, string>> {
    const who = [person('rita')];
    const begin = (repair: string) => this.event('orders', 'repair.ordered', who, { repair });
    const subject = await begin('long');
    const { journeyId: long } = await this.journeyOf(subject, ({ status }) => status === 'open');
    for (let at = 0; at < 17; at++) {
      await begin(`short ${at}`);
      await this.event('has done', 'repair.done', who, { repair: `short ${at}` });
    }
    await this.event('has done', 'repair.done', who, { repair: 'long' });
    await begin('running');
    const { journeyId: running } = await this.journeyOf(subject, (one) => one.status === 'open');
    return { long, running };
  }

  /** A visitor logs in, and turns out to be somebody else; another one logs in and stays merged. */
  async mergeAndSplit(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const name of ['ana', 'ben']) {
      const cookie = { scheme: 'cookie', value: `tablet of ${name}` };
      const visitor = await this.event('begins', 'claim.begun', [cookie]);
      const visitors = await this.journeyOf(visitor, () => true);
      await this.event('is described', 'claim.described', [cookie], { what: 'a dent' });
      const known = await this.event('begins', 'claim.begun', [person(name)]);
      const customers = await this.journeyOf(known, () => true);
      await this.event('is named', 'claim.named', [person(name)], { name });
      await this.event('logs in', 'page.viewed', [cookie, person(name)]);
      const both = [visitors.journeyId, customers.journeyId];
      await until('the merge', async () => {
        const shown = await Promise.all(both.map((id) => this.shown(id)));
        return shown.some(({ status }) => status === 'ended') || undefined;
      });
      if (name === 'ana') {
        const order = { subject: visitor, reason: 'a shared tablet' };
        await until('the split', async () => {
          const { status } = await this.release.call('POST', `/v1/subjects/${known}/split`, order);
          return status < 300 || undefined;
        });
        await until('both run', async () => {
          const shown = await Promise.all(both.map((id) => this.shown(id)));
          return shown.every(({ status }) => status === 'open') || undefined;
        });
      }
      found[`${name} as visitor`] = visitors.journeyId;
      found[`${name} as customer`] = customers.journeyId;
    }
    return found;
  }

  async erasedClaim(): Promise<string> {
    const id = await this.claim('emil');
    const { subjectId } = await this.shown(id);
    const { status } = await this.release.call('DELETE', `/v1/subjects/${subjectId}`, {
      reason: 'he asked',
    });
    if (status >= 300) throw new Error(`the erasure was answered with ${status}`);
    await this.event('comes late', 'claim.described', [person('emil')], { what: 'a dent' });
    return id;
  }

  /** A card application across channels, with a report that comes before it is waited for. */
  async application(): Promise<string> {
    const who = [person('carla')];
    const subject = await this.event('begins', 'application.started', who);
    const { journeyId } = await this.journeyOf(subject, () => true);
    await this.event('reported', 'credit.reported', who, { score: 700, limit: 5_000 });
    await this.event('calls', 'call.answered', who, {}, { channel: 'phone' });
    const details = {
      fullName: 'Carla Reis',
      email: 'carla@example.org',
      phone: '+351 210 000 000',
      income: 40_000,
    };
    await this.event('submits', 'application.details-submitted', who, details, {
      channel: 'branch',
      actor: { kind: 'agent', id: 'agent-7' },
    });
    await this.journeyOf(subject, ({ state }) => state.some((one) => one.endsWith('identity')));
    return journeyId;
  }
}
