import { describe, expect, it } from '@jest/globals';
import type { SubjectId } from '#contracts';
import type { NormalisedIdentifier } from './normalise.js';
import { factsIn, type FoundIdentifier, planLinks, type SubjectFacts } from './plan-links.js';
import { strengthOf } from './scheme.js';

const ANA = 'ana' as SubjectId;
const BEN = 'ben' as SubjectId;
const VISITOR = 'visitor' as SubjectId;

function id(scheme: string, value = scheme, verified = false): NormalisedIdentifier {
  return { scheme, value, verified, links: true };
}

function found(identifier: NormalisedIdentifier, subject?: SubjectId): FoundIdentifier {
  return { identifier, subject };
}

function facts(subject: SubjectId, since: number, ...strongSchemes: string[]): SubjectFacts {
  return { subject, since, strongSchemes };
}

describe('linking identifiers that came together', () => {
  it('makes a subject from the strongest when nobody is known', () => {
    const plan = planLinks([found(id('cookie')), found(id('email')), found(id('call'))], []);
    expect(plan).toMatchObject({ kind: 'new', anchor: { scheme: 'email' } });
    expect(plan.link.map((one) => one.scheme)).toEqual(['email', 'cookie', 'call']);
  });

  it('links the unknown ones to the one subject that is known', () => {
    const plan = planLinks([found(id('cookie'), ANA), found(id('phone'))], [facts(ANA, 1)]);
    expect(plan).toEqual({ kind: 'known', subject: ANA, link: [id('phone')] });
  });

  it('merges the anonymous into the one with strong identifiers', () => {
    const plan = planLinks(
      [found(id('cookie'), VISITOR), found(id('customer'), ANA)],
      [facts(VISITOR, 1), facts(ANA, 2, 'customer')],
    );
    expect(plan).toEqual({ kind: 'merge', subject: ANA, from: [VISITOR], link: [] });
  });

  it('merges anonymous ones into the oldest', () => {
    const plan = planLinks(
      [found(id('cookie'), BEN), found(id('device'), ANA)],
      [facts(ANA, 5), facts(BEN, 7)],
    );
    expect(plan).toMatchObject({ kind: 'merge', subject: ANA, from: [BEN] });
  });

  it('never merges two with strong identifiers: the strongest one of the interaction decides', () => {
    const plan = planLinks(
      [found(id('email', 'a@b.c', true), BEN), found(id('customer'), ANA), found(id('device'))],
      [facts(ANA, 1, 'customer'), facts(BEN, 2, 'email')],
    );
    expect(plan).toMatchObject({ kind: 'conflict', subject: ANA, others: [BEN], link: [] });
  });

  it('takes a second customer number on one device for a second customer', () => {
    const plan = planLinks(
      [found(id('device'), ANA), found(id('customer', 'c-2'))],
      [facts(ANA, 1, 'customer')],
    );
    expect(plan).toMatchObject({ kind: 'conflict', subject: undefined, others: [ANA] });
    expect(plan.link).toEqual([id('customer', 'c-2')]);
  });

  it('takes a verified address on a device of somebody known for another person: families share tablets', () => {
    const verified = id('email', 'a@b.c', true);
    const plan = planLinks([found(id('device'), ANA), found(verified)], [facts(ANA, 1, 'phone')]);
    expect(plan).toMatchObject({ kind: 'conflict', subject: undefined, others: [ANA] });
    expect(plan.link).toEqual([verified]);
  });

  it('links a new strong identifier where another strong one, or a named journey, vouches for the person', () => {
    const verified = id('email', 'a@b.c', true);
    const device = found(id('device'), ANA);
    const holder = [facts(ANA, 1, 'customer')];
    const vouched = planLinks([device, found(id('customer'), ANA), found(verified)], holder);
    expect(vouched).toEqual({ kind: 'known', subject: ANA, link: [verified] });
    const named = planLinks([device, found(verified)], holder, ANA);
    expect(named).toEqual({ kind: 'known', subject: ANA, link: [verified] });
  });

  it('links a first strong identifier by weak evidence: nobody strong is mistaken for anybody', () => {
    const verified = id('email', 'a@b.c', true);
    const plan = planLinks([found(id('cookie'), VISITOR), found(verified)], [facts(VISITOR, 1)]);
    expect(plan).toEqual({ kind: 'known', subject: VISITOR, link: [verified] });
  });

  it('counts the subject of a named journey as found', () => {
    const plan = planLinks([found(id('cookie'))], [facts(ANA, 1)], ANA);
    expect(plan).toEqual({ kind: 'known', subject: ANA, link: [id('cookie')] });
  });

  it('keeps being verified as a fact of its own, where that makes an identifier stronger', () => {
    expect(factsIn(id('email', 'a@b.c', true)).map((fact) => fact.verified)).toEqual([true, false]);
    expect(factsIn(id('cookie', 'c', true)).map((fact) => fact.verified)).toEqual([false]);
    expect(strengthOf(id('email', 'a@b.c', true))).toBe('strong');
    expect(strengthOf(id('email'))).toBe('weak');
    expect(strengthOf(id('call'))).toBe('ephemeral');
  });
});
