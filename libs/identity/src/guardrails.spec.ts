import { describe, expect, it } from '@jest/globals';
import type { SubjectId } from '#contracts';
import {
  DEFAULT_LIMITS,
  type IdentityLimits,
  isShared,
  limitsOf,
  strayedFrom,
  withinLimits,
} from './guardrails.js';
import type { NormalisedIdentifier } from './normalise.js';
import type { LinkPlan } from './plan-links.js';
import { noFacts } from './subject-facts.js';

const ANA = 'ana' as SubjectId;
const BEN = 'ben' as SubjectId;
const TWO_PHONES: IdentityLimits = { schemes: { phone: { values: 2 } }, merges: 3 };

function id(scheme: string, value = scheme, verified = false): NormalisedIdentifier {
  return { scheme, value, verified, links: true };
}

function known(...link: NormalisedIdentifier[]): LinkPlan {
  return { kind: 'known', subject: ANA, link, unvouched: false };
}

describe('values per subject', () => {
  const full = [{ ...noFacts(ANA), values: { phone: 2 } }];

  it('are linked up to the limit, the rest of the interaction with them', () => {
    const { plan, limited } = withinLimits(
      known(id('phone', 'p-3'), id('email')),
      full,
      TWO_PHONES,
      0,
    );
    expect(plan).toEqual(known(id('email')));
    expect(limited).toEqual([
      { what: 'value', subject: ANA, identifier: id('phone', 'p-3'), limit: 2 },
    ]);
  });

  it('leave out all that is said of a value, also that it is verified', () => {
    const { plan } = withinLimits(
      known(id('phone', 'p-3', true), id('phone', 'p-3')),
      full,
      TWO_PHONES,
      0,
    );
    expect(plan.link).toEqual([]);
  });

  it('do not count a known value again that turns out to be verified', () => {
    const verified = known(id('phone', 'p-1', true));
    expect(withinLimits(verified, full, TWO_PHONES, 0)).toEqual({ plan: verified, limited: [] });
  });

  it('are counted within one interaction, too, of which a new subject has its anchor in any case', () => {
    const link = ['p-1', 'p-2', 'p-3'].map((value) => id('phone', value));
    const { plan, limited } = withinLimits(
      { kind: 'new', anchor: id('phone', 'p-1'), link },
      [],
      { ...TWO_PHONES, schemes: { phone: { values: 1 } } },
      0,
    );
    expect(plan.link).toEqual([id('phone', 'p-1')]);
    expect(limited).toHaveLength(2);
  });

  it('are those of all who would be one', () => {
    const merge: LinkPlan = { kind: 'merge', subject: ANA, from: [BEN], link: [id('email')] };
    const facts = [...full, { ...noFacts(BEN), values: { phone: 1 } }];
    expect(withinLimits(merge, facts, TWO_PHONES, 0)).toEqual({
      plan: known(),
      limited: [{ what: 'merge', subject: ANA, other: BEN, scheme: 'phone', limit: 2 }],
    });
  });

  it('of what is new with each contact are never too many', () => {
    const calls = [{ ...noFacts(ANA), values: { call: 100_000 } }];
    const plan = known(id('call', 'c-1'));
    expect(withinLimits(plan, calls, DEFAULT_LIMITS, 0)).toEqual({ plan, limited: [] });
  });
});

describe('merges per day', () => {
  const merge: LinkPlan = { kind: 'merge', subject: ANA, from: [BEN], link: [id('email')] };

  it('are made up to the limit; then the interaction goes where it would have gone, and nothing is linked', () => {
    expect(withinLimits(merge, [], TWO_PHONES, 2)).toEqual({ plan: merge, limited: [] });
    expect(withinLimits(merge, [], TWO_PHONES, 3)).toEqual({
      plan: known(),
      limited: [{ what: 'merge', subject: ANA, other: BEN, scheme: undefined, limit: 3 }],
    });
  });
});

describe('subjects per value', () => {
  const phone = { identifier: id('phone'), subject: BEN };

  it('are counted where a weak value comes with another than whom it leads to', () => {
    expect(strayedFrom(ANA, [phone], new Set([ANA, BEN]))).toEqual([
      { identifier: id('phone'), with: [BEN, ANA] },
    ]);
    expect(strayedFrom(ANA, [phone], new Set([ANA]))).toEqual([
      { identifier: id('phone'), with: [ANA] },
    ]);
  });

  it('are not of what leads to whom it came with, is strong, ephemeral, or was bound unvouched', () => {
    const found = [
      { identifier: id('phone'), subject: ANA },
      { identifier: id('email', 'e', true), subject: BEN },
      { identifier: id('call'), subject: BEN },
      { identifier: id('cookie'), subject: undefined },
      { ...phone, unvouched: true },
    ];
    expect(strayedFrom(ANA, found, new Set([ANA, BEN]))).toEqual([]);
  });

  it('make a value shared when they are more than the limit', () => {
    expect(isShared(DEFAULT_LIMITS, 'phone', new Set([ANA]))).toBe(false);
    expect(isShared(DEFAULT_LIMITS, 'phone', new Set([ANA, BEN]))).toBe(true);
    const two: IdentityLimits = { schemes: { phone: { subjects: 2 } }, merges: 3 };
    expect(isShared(two, 'phone', new Set([ANA, BEN]))).toBe(false);
  });

  it('have limits for schemes of the customer’s own naming, too', () => {
    expect(limitsOf(DEFAULT_LIMITS, 'loyalty-card')).toEqual({ values: 200, subjects: 1 });
    expect(limitsOf(DEFAULT_LIMITS, 'constructor')).toEqual({ values: 200, subjects: 1 });
  });
});
