import { describe, expect, it } from '@jest/globals';
import { type LogEntry } from '#contracts';
import { ANA, ANON, interaction, mergingOrders, OTHER, startOrder } from '#testing';
import { type OnMerge } from '../index.js';

const MINUTE = 60_000;

describe('who is merged on before what a split gives back has come', () => {
  it('has their journeys with whom they have become, and what names them, from then on', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    all.merge(ANON, ANA);
    all.merge(ANON, OTHER);
    all.split(ANA, ANON, [journeyId]);
    expect(all.state(ANON).mergedInto).toBe(OTHER);
    all.happens(ANON, 'order.paid');
    expect(all.journey(OTHER, journeyId).configuration).toEqual(['paid']);
    all.happens(ANA, 'order.delivered', journeyId);
    expect(all.journey(OTHER, journeyId)).toMatchObject({ outcome: 'delivered' });
  });

  it('is one of their own again by the next split', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    all.merge(ANON, ANA);
    all.merge(ANON, OTHER);
    all.split(ANA, ANON, [journeyId]);
    all.split(OTHER, ANON, [journeyId]);
    expect(all.state(ANON).mergedInto).toBeNull();
    all.happens(ANON, 'order.paid');
    expect(all.journey(ANON, journeyId).configuration).toEqual(['paid']);
  });
});

describe('a journey that left by a split', () => {
  function parted() {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    all.merge(ANON, ANA);
    all.split(ANA, ANON, [journeyId]);
    return { all, journeyId };
  }

  it('gets what names it with the subject it left: events and commands', () => {
    const { all, journeyId } = parted();
    expect(all.happens(ANA, 'order.paid', journeyId)).toMatchObject({
      kind: 'ignored',
      reason: 'forwarded',
      journeyIds: [journeyId],
    });
    expect(all.journey(ANON, journeyId).configuration).toEqual(['paid']);
    all.command(ANA, journeyId, 'cancel');
    expect(all.journey(ANON, journeyId)).toMatchObject({ outcome: 'cancelled' });
  });

  it('gets what names it with the subject it began with, when that stayed behind', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    all.merge(ANON, ANA);
    all.split(ANA, ANON, []);
    expect(all.state(ANON).mergedInto).toBeNull();
    all.happens(ANON, 'order.paid', journeyId);
    expect(all.journey(ANA, journeyId).configuration).toEqual(['paid']);
  });

  it('is followed once by each record, and knows what it took in before', () => {
    const { all, journeyId } = parted();
    const paid = interaction({ id: 'p', type: 'order.paid', subjectId: ANA, journeyId });
    const entry: LogEntry = { name: 'Interaction', value: paid };
    all.append(entry);
    expect(all.append(entry)).toMatchObject({ kind: 'duplicate' });
    expect(all.append({ ...entry, value: { ...paid, subjectId: ANON } } as LogEntry)).toMatchObject(
      { kind: 'duplicate' },
    );
    expect(all.journey(ANON, journeyId).configuration).toEqual(['paid']);
  });

  it('does not take in again what it took in before it left', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    all.merge(ANON, ANA);
    const named = interaction({ id: 'n', type: 'order.named', subjectId: ANA, journeyId });
    all.append({ name: 'Interaction', value: named });
    all.split(ANA, ANON, [journeyId]);
    const again: LogEntry = { name: 'Interaction', value: { ...named, subjectId: ANON } };
    expect(all.append(again)).toMatchObject({ kind: 'duplicate' });
  });

  it('is found wherever splits and merges take it, back and forth', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    for (let turn = 0; turn < 3; turn++) {
      all.merge(ANON, ANA);
      all.split(ANA, ANON, [journeyId]);
      all.happens(ANA, 'order.named', journeyId, { name: `turn ${turn}` });
      expect(all.journey(ANON, journeyId).fields['name']?.value).toBe(`"turn ${turn}"`);
    }
    all.merge(ANON, OTHER);
    all.happens(ANA, 'order.paid', journeyId);
    expect(all.journey(OTHER, journeyId).configuration).toEqual(['paid']);
  });
});

describe('a split of a customer who was merged on', () => {
  it('takes out one in the middle: whoever is named is one of its own again', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    all.merge(ANON, OTHER);
    all.merge(OTHER, ANA);
    all.split(ANA, ANON, [journeyId]);
    expect(all.state(ANON).mergedInto).toBeNull();
    expect(all.state(OTHER).mergedInto).toBe(ANA);
    expect(all.journey(ANON, journeyId).status).toBe('open');
  });

  it('follows the journeys when its record comes behind another merge', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    all.merge(ANON, OTHER);
    all.merge(OTHER, ANA);
    all.split(OTHER, ANON, [journeyId]);
    expect(all.journey(ANON, journeyId).status).toBe('open');
    expect(all.state(ANON).mergedInto).toBeNull();
  });

  it('can be merged again, and split again', () => {
    const all = mergingOrders();
    const journeyId = startOrder(all, ANON);
    all.merge(ANON, ANA);
    const split = all.split(ANA, ANON, [journeyId]);
    all.merge(ANON, ANA);
    expect(all.append(split)).toMatchObject({ kind: 'duplicate' });
    expect(all.journey(ANA, journeyId).status).toBe('open');
    all.split(ANA, ANON, [journeyId]);
    expect(all.journey(ANON, journeyId).status).toBe('open');
  });
});

describe('two journeys that a merge made one', () => {
  function joined(onMerge: OnMerge = 'combine') {
    const all = mergingOrders(onMerge);
    const own = startOrder(all, ANA);
    all.happens(ANA, 'order.named', null, { name: 'Ana' });
    const came = startOrder(all, ANON);
    all.happens(ANON, 'order.delivered');
    all.happens(ANON, 'order.item-added', null, { item: 'kettle' });
    const before = all.journey(ANON, came);
    all.merge(ANON, ANA);
    const restored = [{ ...before, subjectId: ANON }];
    return { all, own, came, before, restored };
  }

  it('are two again: the ended one as it was, in a version above', () => {
    const { all, came, before, restored } = joined();
    const ended = all.journey(ANA, came);
    expect(ended).toMatchObject({ status: 'ended', outcome: 'merged' });
    all.split(ANA, ANON, [], { restored });
    const back = all.journey(ANON, came);
    expect(back).toMatchObject({
      status: 'open',
      outcome: null,
      endedAt: null,
      configuration: before.configuration,
      fields: before.fields,
      deferred: before.deferred,
    });
    expect(back.version).toBeGreaterThan(ended.version);
    expect(all.told(came).slice(-3)).toEqual(['restored', 'moved', 'moved']);
    all.happens(ANA, 'order.paid', came);
    expect(all.journey(ANON, came)).toMatchObject({ outcome: 'delivered' });
  });

  it('have timers that stood still while one of them was ended', () => {
    const { all, own, came, before, restored } = joined();
    const [timer] = before.timers;
    const { endedAt } = all.journey(ANA, came);
    all.passes(20 * MINUTE);
    expect(all.journey(ANA, own).status).toBe('open');
    all.split(ANA, ANON, [], { restored });
    const back = all.journey(ANON, came);
    const left = (timer?.dueAt ?? 0) - (endedAt ?? 0);
    const last = all.last(ANA);
    expect(back.timers).toMatchObject([{ id: timer?.id, dueAt: (last?.time ?? 0) + left }]);
    all.passes(left);
    expect(all.journey(ANON, came)).toMatchObject({ status: 'ended', outcome: 'lost' });
  });

  it('have their fields as they were, unless a value came since', () => {
    const { all, own, restored } = joined();
    const { item } = all.journey(ANA, own).fields;
    expect(item?.value).toBe('"kettle"');
    const back = { journeyId: own, field: 'item', taken: item?.interactionId ?? '', before: null };
    all.happens(ANA, 'order.named', null, { name: 'Ana Silva' });
    const stale = { journeyId: own, field: 'name', taken: 'of long ago', before: null };
    all.split(ANA, ANON, [], { restored, fieldsBack: [back, stale] });
    expect(all.journey(ANA, own).fields).toEqual({
      name: expect.objectContaining({ value: '"Ana Silva"' }),
    });
    expect(all.told(own).at(-1)).toBe('captured');
  });

  it('do not both have what waited: the survivor gives it back', () => {
    const { all, own, came, restored } = joined();
    expect(all.journey(ANA, own).deferred).toHaveLength(1);
    all.split(ANA, ANON, [], { restored });
    expect(all.journey(ANA, own).deferred).toEqual([]);
    expect(all.journey(ANON, came).deferred).toHaveLength(1);
  });

  it('stay two with one customer when the operator says so', () => {
    const { all, own, came, before } = joined('keep-oldest');
    const ended = all.journey(ANA, came).status === 'ended' ? came : own;
    expect(ended).toBe(came);
    all.split(ANA, ANON, [own], { restored: [{ ...before, subjectId: ANA }] });
    expect(all.journey(ANA, came).status).toBe('open');
    expect(all.journey(ANON, own).status).toBe('open');
    all.happens(ANA, 'order.paid', came);
    expect(all.journey(ANA, came).configuration).toEqual(['delivered']);
  });

  it('are restored once: not while one runs, and not when it is somebody else’s', () => {
    const { all, came, restored } = joined();
    all.split(ANA, ANON, [], { restored });
    all.split(ANA, OTHER, [], { restored: restored.map((one) => ({ ...one, subjectId: OTHER })) });
    expect(all.state(OTHER).journeys).toEqual([]);
    expect(all.journey(ANON, came).status).toBe('open');
  });
});
