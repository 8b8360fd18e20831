import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type JourneyId } from '#contracts';
import { eventually } from '#testing';
import { CLAIM_MS } from './claim-book.js';
import { type DeskFixture, openDesk } from './testing/desk-fixture.js';
import { listen } from './testing/listen.js';

jest.setTimeout(300_000);

const ANA = 'ana45678901234567890'.replaceAll(/[0189]/g, 'a');
const BO = 'bo345678901234567890'.replaceAll(/[0189]/g, 'b');
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('the desk', () => {
  let fixture: DeskFixture;
  let desk: string;

  beforeEach(async () => {
    fixture = await openDesk();
    desk = await fixture.start();
  });
  afterEach(() => fixture.close());

  const claim = (at: string, journey: string, agent: string) =>
    fixture.call('POST', `${at}/v1/desk/journeys/${journey}/claim`, { agent });
  const step = (journey: string, agent: string) =>
    fixture.call('POST', `${desk}/v1/desk/journeys/${journey}/steps`, {
      agent,
      type: 'note.taken',
    });
  const cardAt = async (at: string, journey: string) =>
    (await fixture.call('GET', `${at}/v1/desk/journeys/${journey}`)).body;

  describe('claims', () => {
    let journey: string;
    beforeEach(async () => {
      journey = await fixture.startJourney(ANA);
    });

    it('tells times in ISO 8601', async () => {
      const before = fixture.clock.now();
      const { status, body } = await claim(desk, journey, 'jo');
      expect(status).toBe(200);
      const { since, until } = body['claim'] as { since: string; until: string };
      expect(since).toMatch(ISO);
      expect(Date.parse(since)).toBeGreaterThanOrEqual(before);
      expect(new Date(Date.parse(since) + CLAIM_MS).toISOString()).toBe(until);

      await fixture.phone(ANA, 'call-1');
      await eventually('the queue shows who called', async () => {
        const queue = await fixture.call('GET', `${desk}/v1/desk/queue`);
        const [row] = queue.body['journeys'] as { lastSeen: string; claim: unknown }[];
        if (row === undefined) return false;
        expect(row.lastSeen).toMatch(ISO);
        expect(row.claim).toEqual({ agent: 'jo', since, until });
        return true;
      });
    });

    it('ends half an hour after the holder last claimed; then the next may', async () => {
      await claim(desk, journey, 'jo');
      expect((await claim(desk, journey, 'kim')).status).toBe(409);
      fixture.clock.forward(CLAIM_MS - 60_000);
      expect((await claim(desk, journey, 'kim')).status).toBe(409);
      expect((await claim(desk, journey, 'jo')).status).toBe(200);
      fixture.clock.forward(CLAIM_MS - 60_000);
      expect((await step(journey, 'jo')).status).toBe(202);
      fixture.clock.forward(60_000);

      expect(await cardAt(desk, journey)).toMatchObject({ claim: null });
      expect(await step(journey, 'jo')).toMatchObject({
        status: 409,
        body: { detail: 'Nobody holds this journey: claim it first.' },
      });
      expect((await claim(desk, journey, 'kim')).status).toBe(200);
      expect((await claim(desk, journey, 'jo')).status).toBe(409);
    });

    it('is told to everybody else by a lease, as is its release', async () => {
      await claim(desk, journey, 'jo');
      await claim(desk, journey, 'kim');
      await fixture.call('POST', `${desk}/v1/desk/journeys/${journey}/release`, { agent: 'jo' });
      expect(fixture.leases).toEqual(['PUT jo', 'DELETE jo']);
    });

    it('stands beside the lease of whoever works on the journey elsewhere', async () => {
      const now = fixture.clock.now();
      const [journeyId, since, until] = [journey as JourneyId, now, now + 60_000];
      const who = { holder: 'customer', channel: 'web', keyId: 'k', takenFrom: null };
      const lease = { journeyId, since, until, mark: 'm', ...who };
      await fixture.continuity.leases.swap(journeyId, null, lease, now);
      expect(await cardAt(desk, journey)).toMatchObject({
        claim: null,
        continuation: { lease: { holder: 'customer', channel: 'web', takenFrom: null } },
      });
      fixture.clock.forward(60_000);
      expect(await cardAt(desk, journey)).toMatchObject({ continuation: { lease: null } });
    });

    it('is known to every desk, also to one that is started later', async () => {
      const other = await fixture.start();
      await claim(desk, journey, 'jo');
      const later = await fixture.start();
      for (const each of [other, later]) {
        await eventually('the other desk knows', async () => {
          const card = await cardAt(each, journey);
          return (card['claim'] as { agent: string } | null)?.agent === 'jo';
        });
        expect((await claim(each, journey, 'kim')).status).toBe(409);
      }
    });
  });

  describe('a card', () => {
    const found = async (definition: string, of: string): Promise<string> => {
      let id: string | undefined;
      await eventually(`a ${definition} is open`, async () => {
        const page = await fixture.store.search({ definition, limit: 10 });
        id = page.journeys.find(({ journeyId }) => journeyId.startsWith(of))?.journeyId;
        return id !== undefined;
      });
      return id ?? '';
    };
    const complain = (complaintId: string, channel = 'web') =>
      fixture.append({
        id: complaintId,
        type: 'complaint.raised',
        channel,
        source: '//web',
        subject: ANA,
        data: { complaintId },
      });

    it('shows what else the customer has under way, the most relevant on the phone first, and why', async () => {
      const application = await fixture.startJourney(ANA);
      await complain('one');
      const complaint = await found('service-complaint', ANA);
      const [now, journeyId] = [fixture.clock.now(), complaint as JourneyId];
      const who = { holder: 'customer', channel: 'web', keyId: 'k', takenFrom: null };
      const lease = { journeyId, since: now, until: now + 60_000, mark: 'm', ...who };
      await complain('two');
      await eventually('there are two complaints', async () => {
        const { others } = (await cardAt(desk, application)) as { others: unknown[] };
        return others.length === 2;
      });
      await fixture.continuity.leases.swap(journeyId, null, lease, now);
      const { others } = (await cardAt(desk, application)) as { others: unknown[] };
      expect(others[0]).toMatchObject({
        journeyId: complaint,
        relevance: { reasons: expect.arrayContaining(['customer-is-on-it']) },
      });
      expect(others).not.toContainEqual(expect.objectContaining({ journeyId: application }));
    });

    it('shows a journey that an operator paused, and says so; the queue has it behind the others', async () => {
      const paused = await fixture.startJourney(ANA);
      const open = await fixture.startJourney(BO);
      await fixture.phone(BO, 'call-bo');
      await fixture.phone(ANA, 'call-ana');
      const queue = async (): Promise<readonly { journeyId: string }[]> =>
        (await fixture.call('GET', `${desk}/v1/desk/queue`)).body['journeys'] as {
          journeyId: string;
        }[];
      await eventually('both called', async () => (await queue()).length === 2);
      await fixture.pause(paused as JourneyId);
      await eventually('it is paused', async () => {
        const { continuation } = (await cardAt(desk, paused)) as {
          continuation: { status: string } | null;
        };
        return continuation?.status === 'paused';
      });
      expect(await queue()).toMatchObject([
        { journeyId: open, status: 'open' },
        { journeyId: paused, status: 'paused' },
      ]);
    });

    it('shows an import’s journey as it stood when it was seen last: its facts do not age with us', async () => {
      const { append } = fixture;
      const web = { channel: 'web', source: '//old', subject: ANA, clock: 'last-year' };
      const said = { fullName: 'Ana Silva', income: 52_000 };
      await append({ ...web, id: 'i-1', type: 'application.started', data: said });
      const journey = await found('card-application', ANA);
      fixture.clock.forward(60 * 86_400_000);
      const { continuation } = (await cardAt(desk, journey)) as {
        continuation: { fields: Record<string, { status: string }> };
      };
      expect(continuation.fields['income']?.status).toBe('collected');
    });
  });

  describe("an agent's stream", () => {
    const pops = (events: readonly { event: string; data: unknown }[]): unknown[] =>
      events
        .filter(({ event }) => event === 'pop')
        .map(({ data }) => (data as { journeyId: string }).journeyId);

    it('that comes back with Last-Event-ID gets what it missed, once and in order', async () => {
      const [ana, bo] = [await fixture.startJourney(ANA), await fixture.startJourney(BO)];
      const first = await listen(desk, 'jo');
      await fixture.phone(ANA, 'call-1');
      await first.until(({ event }) => event === 'pop');
      const { lastEventId } = first;
      await first.close();

      await fixture.phone(BO, 'call-2');
      const witness = await listen(desk, 'kim', '0:0,1:0');
      await witness.until(({ data }) => (data as { journeyId?: string }).journeyId === bo);
      expect(pops(witness.events).toSorted()).toEqual([ana, bo].toSorted());
      await witness.close();

      const second = await listen(desk, 'jo', lastEventId);
      await second.until(({ event }) => event === 'pop');
      expect(second.events[0]).toMatchObject({ event: 'ready', data: { gap: false } });
      expect(pops(second.events)).toEqual([bo]);
      await second.close();
    });

    it('does not see old calls again when the desk behind it is started anew', async () => {
      const [ana, bo] = [await fixture.startJourney(ANA), await fixture.startJourney(BO)];
      const first = await listen(desk, 'jo');
      await fixture.phone(ANA, 'call-1');
      await first.until(({ event }) => event === 'pop');
      const { lastEventId } = first;
      await first.close();

      const restarted = await fixture.start();
      const again = await listen(restarted, 'jo', lastEventId);
      const fresh = await listen(restarted, 'kim');
      await fixture.phone(BO, 'call-2');
      for (const stream of [again, fresh]) {
        await stream.until(({ event }) => event === 'pop');
        expect(pops(stream.events)).toEqual([bo]);
        await stream.close();
      }
      expect(ana).not.toBe(bo);
    });

    it('says that there is a gap when what it missed is not kept any more', async () => {
      await fixture.startJourney(ANA);
      await fixture.startJourney(BO);
      fixture.clock.forward(2 * CLAIM_MS);
      const restarted = await fixture.start();
      const stream = await listen(restarted, 'jo', '0:0,1:0');
      expect(stream.events[0]).toMatchObject({ event: 'ready', data: { gap: true } });
      await stream.close();
    });
  });
});
