import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '#testing';
import type { SubjectId } from '#contracts';
import type { NormalisedIdentifier } from './normalise.js';
import { type FoundIdentifier, planLinks } from './plan-links.js';
import { strengthOf } from './scheme.js';
import { areApart, isStrong, noFacts, type SubjectFacts } from './subject-facts.js';

const SUBJECTS = ['a', 'b', 'c', 'd'] as SubjectId[];
const subject = fc.constantFrom(...SUBJECTS);

const facts: fc.Arbitrary<readonly SubjectFacts[]> = fc.tuple(
  ...SUBJECTS.map((one) =>
    fc.record({
      subject: fc.constant(one),
      strongSchemes: fc.subarray(['customer', 'email', 'account']),
      isNamed: fc.boolean(),
      since: fc.nat(5),
      apartFrom: fc.subarray(SUBJECTS.filter((other) => other !== one)),
      values: fc.constant({}),
    }),
  ),
);

const found: fc.Arbitrary<FoundIdentifier> = fc.record({
  identifier: fc.record({
    scheme: fc.constantFrom('customer', 'email', 'phone', 'cookie', 'call'),
    value: fc.constantFrom('1', '2'),
    verified: fc.boolean(),
    links: fc.constant(true),
  }),
  subject: fc.option(subject, { nil: undefined }),
  unvouched: fc.boolean(),
});

const given = {
  found: fc.uniqueArray(found, {
    minLength: 1,
    maxLength: 6,
    selector: ({ identifier: { scheme, value } }) => `${scheme} ${value}`,
  }),
  facts,
  named: fc.option(subject, { nil: undefined }),
  unvouched: fc.boolean(),
};

const isStrongOne = (one: NormalisedIdentifier): boolean => strengthOf(one) === 'strong';

describe('whatever comes together', () => {
  it('never merges two who are strong, nor two who are kept apart', () => {
    fc.assert(
      fc.property(fc.record(given), ({ found: came, ...context }) => {
        const plan = planLinks(came, context);
        if (plan.kind !== 'merge') return;
        const all = [plan.subject, ...plan.from].map(
          (one) => context.facts.find((known) => known.subject === one) ?? noFacts(one),
        );
        expect(all.filter(isStrong).length).toBeLessThanOrEqual(1);
        expect(all.slice(1).some(isStrong)).toBe(false);
        for (const [i, one] of all.entries()) {
          for (const other of all.slice(i + 1)) expect(areApart(one, other)).toBe(false);
        }
      }),
      { numRuns: runs(3_000) },
    );
  });

  it('gives a strong identifier to somebody who has strong ones only by strong evidence', () => {
    fc.assert(
      fc.property(fc.record(given), ({ found: came, ...context }) => {
        const plan = planLinks(came, context);
        if (plan.kind === 'new' || plan.kind === 'conflict') return;
        const holder = context.facts.find((known) => known.subject === plan.subject);
        if (holder === undefined || !isStrong(holder) || !plan.link.some(isStrongOne)) return;
        const isVouched = came.some(
          (one) => one.subject === plan.subject && isStrongOne(one.identifier) && !one.unvouched,
        );
        expect(isVouched || (context.named === plan.subject && !context.unvouched)).toBe(true);
      }),
      { numRuns: runs(3_000) },
    );
  });

  it('while nobody is verified merges nobody and links nothing strong to anybody', () => {
    fc.assert(
      fc.property(fc.record(given), ({ found: came, ...context }) => {
        const plan = planLinks(came, { ...context, unvouched: true });
        expect(plan.kind).not.toBe('merge');
        if (plan.kind !== 'known') return;
        expect(plan.link.some(isStrongOne)).toBe(false);
        expect(plan.unvouched || plan.link.length === 0).toBe(true);
      }),
      { numRuns: runs(3_000) },
    );
  });

  it('asks an operator only about people who are known and nobody decided on', () => {
    fc.assert(
      fc.property(fc.record(given), ({ found: came, ...context }) => {
        const plan = planLinks(came, context);
        if (plan.kind !== 'conflict') return;
        expect(plan.others.length).toBeGreaterThan(0);
        const factsOf = (one: SubjectId): SubjectFacts =>
          context.facts.find((known) => known.subject === one) ?? noFacts(one);
        const { subject: owner } = plan;
        for (const other of plan.others.map(factsOf)) {
          expect(isStrong(other)).toBe(true);
          expect(other.subject).not.toBe(owner);
          if (owner !== undefined) expect(areApart(factsOf(owner), other)).toBe(false);
        }
      }),
      { numRuns: runs(3_000) },
    );
  });

  it('does not depend on the order in which the identifiers are named', () => {
    fc.assert(
      fc.property(fc.record(given), fc.nat(), ({ found: came, ...context }, turn) => {
        const at = turn % came.length;
        const turned = [...came.slice(at), ...came.slice(0, at)];
        expect(planLinks(turned, context)).toEqual(planLinks(came, context));
      }),
      { numRuns: runs(1_000) },
    );
  });
});
