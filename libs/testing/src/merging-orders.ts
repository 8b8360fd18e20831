import type { DefinitionSource, OnMerge } from '#journey';
import { compiled } from './journey-scenario.js';
import { MergingSubjects } from './merging-subjects.js';

/** Somebody who is not known yet, and two who are. */
export const ANON = 'anonymous00000000000';
export const ANA = 'ana00000000000000000';
export const OTHER = 'other000000000000000';

const orderJourney = (onMerge: OnMerge, keptName: 'first' | 'latest'): DefinitionSource => ({
  journey: 'order',
  version: 1,
  title: 'Order',
  startsOn: ['order.started'],
  onMerge,
  fields: {
    item: { type: 'string', from: ['order.item-added'] },
    name: { type: 'string', from: ['order.named'], prefer: keptName },
  },
  initial: 'basket',
  states: {
    basket: {
      defer: ['order.delivered'],
      on: { 'order.item-added': {}, 'order.named': {}, 'order.paid': { target: 'paid' } },
      after: { PT30M: { target: 'lost' } },
    },
    paid: {
      on: { 'order.delivered': { target: 'delivered' }, 'order.named': {} },
      after: { P1D: { target: 'lost' } },
    },
    delivered: { type: 'final', outcome: 'delivered' },
    lost: { type: 'final', outcome: 'lost' },
  },
});

/** Customers who order, and turn out to be one, or two. `keptName`: which of several names an order keeps. */
export function mergingOrders(
  onMerge: OnMerge = 'keep-both',
  keptName: 'first' | 'latest' = 'latest',
): MergingSubjects {
  return new MergingSubjects(compiled(orderJourney(onMerge, keptName)));
}

/** Begins an order of somebody's; returns its journey. */
export function startOrder(all: MergingSubjects, subject: string): string {
  return all.happens(subject, 'order.started').journeyIds[0] ?? '';
}
