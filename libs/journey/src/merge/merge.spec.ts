import { describe, expect, it } from '@jest/globals';
import { type JourneyState, type LogEntry } from '#contracts';
import { ANA, ANON, interaction, mergingOrders, OTHER, startOrder } from '#testing';
import { type OnMerge, previewMerge } from '../index.js';

const brief = ({ configuration, status, subjectId }: JourneyState) => ({
  configuration,
  status,
  subjectId,
});

describe('a merge', () => {
  it('takes running journeys along, under their ids, with their timers', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    const { timers } = all.journey(ANON, journeyId);
    all.merge(ANON, ANA);
    expect(all.state(ANON)).toMatchObject({ journeys: [], mergedInto: ANA });
    const moved = all.journey(ANA, journeyId);
    expect(moved).toMatchObject({ journeyId, subjectId: ANA, status: 'open', timers });
    expect(all.told(journeyId)).toEqual(['started', 'moved', 'moved']);
    all.passes(31 * 60_000);
    expect(all.journey(ANA, journeyId)).toMatchObject({ status: 'ended', outcome: 'lost' });
  });

  it('sends on what comes late for who was merged: events, commands, and what was told before', () => {
    const all = mergingOrders();
    const started = interaction({ id: 'same', type: 'order.started', subjectId: ANON });
    all.append({ name: 'Interaction', value: started });
    const journeyId = all.state(ANON).journeys[0]?.journeyId ?? '';
    all.merge(ANON, ANA);
    expect(all.happens(ANON, 'order.paid')).toMatchObject({ kind: 'ignored', reason: 'forwarded' });
    expect(all.journey(ANA, journeyId).configuration).toEqual(['paid']);
    all.append({ name: 'Interaction', value: started });
    expect(all.last(ANA)).toMatchObject({ kind: 'duplicate' });
    all.command(ANON, journeyId, 'cancel');
    expect(all.journey(ANA, journeyId)).toMatchObject({ outcome: 'cancelled' });
  });

  it('is done once however often it is told, and its journeys come once', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    const merge = all.merge(ANON, ANA);
    all.happens(ANA, 'order.paid', journeyId);
    const moved = all.sent.find(({ name }) => name === 'JourneysMoved') as LogEntry;
    all.append(merge);
    all.append(moved);
    expect(all.last(ANA)).toMatchObject({ kind: 'duplicate' });
    expect(all.journey(ANA, journeyId).configuration).toEqual(['paid']);
  });

  it('sends no repeat on of journeys that went on since', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    all.merge(ANON, OTHER);
    const moved = all.sent.find(({ name }) => name === 'JourneysMoved') as LogEntry;
    all.merge(OTHER, ANA);
    const { version } = all.journey(ANA, journeyId);
    expect(all.append(moved)).toMatchObject({ kind: 'duplicate' });
    expect(all.last(ANA)).toMatchObject({ reason: 'merged' });
    expect(all.journey(ANA, journeyId).version).toBe(version);
  });

  it('leaves ended journeys where they ended', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    all.command(ANON, journeyId, 'cancel');
    all.merge(ANON, ANA);
    expect(brief(all.journey(ANON, journeyId))).toMatchObject({ status: 'ended', subjectId: ANON });
    expect(all.state(ANA).journeys).toEqual([]);
  });

  it('goes through who was merged on already', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    all.merge(OTHER, ANA);
    all.merge(ANON, OTHER);
    expect(all.journey(ANA, journeyId).subjectId).toBe(ANA);
  });

  it('that closes a circle ends with the lowest id, which is one of its own again', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, OTHER);
    all.merge(ANA, OTHER);
    all.merge(OTHER, ANON);
    all.merge(ANON, ANA);
    expect(all.state(ANA).mergedInto).toBeNull();
    all.happens(OTHER, 'order.paid');
    expect(all.journey(ANA, journeyId).configuration).toEqual(['paid']);
  });
});

describe('journeys of one definition that meet', () => {
  /** The one that is merged is further and younger. */
  function met(onMerge: OnMerge) {
    const all = mergingOrders(onMerge, 'first');
    const old = startOrder(all, ANA);
    all.happens(ANA, 'order.named', null, { name: 'Ana' });
    const young = startOrder(all, ANON);
    all.happens(ANON, 'order.item-added', null, { item: 'kettle' });
    all.happens(ANON, 'order.named', null, { name: 'A.' });
    all.happens(ANON, 'order.paid');
    const preview = all.previewed(ANON, ANA, previewMerge);
    all.merge(ANON, ANA);
    const [one, other] = [all.journey(ANA, old), all.journey(ANA, young)];
    return { all, preview, old: one, young: other };
  }

  it('both go on, if the definition says no more', () => {
    const { old, young } = met('keep-both');
    expect([old, young].map(brief)).toEqual([
      { configuration: ['basket'], status: 'open', subjectId: ANA },
      { configuration: ['paid'], status: 'open', subjectId: ANA },
    ]);
  });

  it('only the one that began first goes on with `keep-oldest`', () => {
    const { all, old, young } = met('keep-oldest');
    expect(old.status).toBe('open');
    expect(young).toMatchObject({ status: 'ended', outcome: 'merged', timers: [] });
    expect(all.told(young.journeyId).at(-1)).toBe('merged');
  });

  it('become one with `combine`: the further state, and fields by their `prefer`', () => {
    const { all, old, young } = met('combine');
    expect(young).toMatchObject({ configuration: ['paid'], status: 'open' });
    expect(young.fields).toMatchObject({ item: { value: '"kettle"' }, name: { value: '"A."' } });
    expect(old).toMatchObject({ status: 'ended', outcome: 'merged' });
    expect(all.told(old.journeyId).at(-1)).toBe('merged');
    all.happens(ANA, 'order.delivered', old.journeyId);
    expect(all.journey(ANA, young.journeyId)).toMatchObject({ outcome: 'delivered' });
  });

  it('are previewed by the function that will do it', () => {
    const { preview, young } = met('combine');
    expect(preview.arriving.at(-1)?.disposition).toMatchObject({
      kind: 'advanced',
      reason: 'merged',
      journeyIds: [young.journeyId],
      detail: expect.stringContaining('goes on as'),
    });
  });
});

describe('a split', () => {
  it('gives journeys back, and the subject is one of its own again', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    all.merge(ANON, ANA);
    const own = all.happens(ANA, 'order.started', journeyId).journeyIds;
    expect(own).toBeDefined();
    all.happens(ANON, 'order.paid');
    all.split(ANA, ANON, [journeyId]);
    expect(all.state(ANON)).toMatchObject({ mergedInto: null, moved: [] });
    expect(brief(all.journey(ANON, journeyId))).toEqual({
      configuration: ['paid'],
      status: 'open',
      subjectId: ANON,
    });
    all.happens(ANON, 'order.delivered');
    expect(all.journey(ANON, journeyId)).toMatchObject({ outcome: 'delivered' });
    expect(all.told(journeyId).filter((type) => type === 'moved')).toHaveLength(4);
  });
});
