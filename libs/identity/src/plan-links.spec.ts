import { describe, expect, it } from '@jest/globals';
import type { SubjectId } from '#contracts';
import type { NormalisedIdentifier } from './normalise.js';
import {
  factsIn,
  type FoundIdentifier,
  type LinkContext,
  type LinkPlan,
  planLinks,
} from './plan-links.js';
import { noFacts, type SubjectFacts } from './subject-facts.js';
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
  return { ...noFacts(subject), since, strongSchemes };
}

function planned(
  given: readonly FoundIdentifier[],
  facts: readonly SubjectFacts[],
  more: Omit<LinkContext, 'facts'> = {},
): LinkPlan {
  return planLinks(given, { facts, ...more });
}

describe('linking identifiers that came together', () => {
  it('makes a subject from the strongest when nobody is known', () => {
    const plan = planned([found(id('cookie')), found(id('email')), found(id('call'))], []);
    expect(plan).toMatchObject({ kind: 'new', anchor: { scheme: 'email' } });
    expect(plan.link.map((one) => one.scheme)).toEqual(['email', 'cookie', 'call']);
  });

  it('links the unknown ones to the one subject that is known', () => {
    const plan = planned([found(id('cookie'), ANA), found(id('phone'))], [facts(ANA, 1)]);
    expect(plan).toEqual({ kind: 'known', subject: ANA, link: [id('phone')], unvouched: false });
  });

  it('merges the anonymous into the one with strong identifiers', () => {
    const plan = planned(
      [found(id('cookie'), VISITOR), found(id('customer'), ANA)],
      [facts(VISITOR, 1), facts(ANA, 2, 'customer')],
    );
    expect(plan).toEqual({ kind: 'merge', subject: ANA, from: [VISITOR], link: [] });
  });

  it('merges anonymous ones into the oldest', () => {
    const plan = planned(
      [found(id('cookie'), BEN), found(id('device'), ANA)],
      [facts(ANA, 5), facts(BEN, 7)],
    );
    expect(plan).toMatchObject({ kind: 'merge', subject: ANA, from: [BEN] });
  });

  it('never merges two with strong identifiers: the strongest one of the interaction decides', () => {
    const plan = planned(
      [found(id('email', 'a@b.c', true), BEN), found(id('customer'), ANA), found(id('device'))],
      [facts(ANA, 1, 'customer'), facts(BEN, 2, 'email')],
    );
    expect(plan).toMatchObject({ kind: 'conflict', subject: ANA, others: [BEN], link: [] });
  });

  it('takes a second customer number on one device for a second customer', () => {
    const plan = planned(
      [found(id('device'), ANA), found(id('customer', 'c-2'))],
      [facts(ANA, 1, 'customer')],
    );
    expect(plan).toMatchObject({ kind: 'conflict', subject: undefined, others: [ANA] });
    expect(plan.link).toEqual([id('customer', 'c-2')]);
  });

  it('links one customer number where two come together: who brings two is not both', () => {
    const plan = planned([found(id('customer', 'c-2')), found(id('customer', 'c-1'))], []);
    expect(plan.link).toEqual([id('customer', 'c-1')]);
  });

  it('takes a verified address on a device of somebody known for another person: families share tablets', () => {
    const verified = id('email', 'a@b.c', true);
    const plan = planned([found(id('device'), ANA), found(verified)], [facts(ANA, 1, 'phone')]);
    expect(plan).toMatchObject({ kind: 'conflict', subject: undefined, others: [ANA] });
    expect(plan.link).toEqual([verified]);
  });

  it('links a new strong identifier where another strong one, or a named journey, vouches for the person', () => {
    const verified = id('email', 'a@b.c', true);
    const device = found(id('device'), ANA);
    const holder = [facts(ANA, 1, 'customer')];
    const vouched = planned([device, found(id('customer'), ANA), found(verified)], holder);
    expect(vouched).toEqual({ kind: 'known', subject: ANA, link: [verified], unvouched: false });
    const named = planned([device, found(verified)], holder, { named: ANA });
    expect(named).toEqual({ kind: 'known', subject: ANA, link: [verified], unvouched: false });
  });

  it('links a first strong identifier by weak evidence: nobody strong is mistaken for anybody', () => {
    const verified = id('email', 'a@b.c', true);
    const plan = planned([found(id('cookie'), VISITOR), found(verified)], [facts(VISITOR, 1)]);
    expect(plan).toEqual({ kind: 'known', subject: VISITOR, link: [verified], unvouched: false });
  });

  it('counts the subject of a named journey as found', () => {
    const plan = planned([found(id('cookie'))], [facts(ANA, 1)], { named: ANA });
    expect(plan).toEqual({ kind: 'known', subject: ANA, link: [id('cookie')], unvouched: false });
  });

  it('counts a subject as strong whose strong identifier is only about to be seen', () => {
    const plan = planned(
      [found(id('cookie'), VISITOR), found(id('customer'), ANA)],
      [{ ...facts(VISITOR, 1), isNamed: true }, facts(ANA, 2, 'customer')],
    );
    expect(plan).toMatchObject({ kind: 'conflict', subject: ANA, others: [VISITOR] });
  });

  it('asks no operator again about people who are kept apart, and links nothing between them', () => {
    const plan = planned(
      [found(id('customer'), ANA), found(id('device'), BEN), found(id('phone'))],
      [{ ...facts(ANA, 1, 'customer'), apartFrom: [BEN] }, facts(BEN, 2, 'customer')],
    );
    expect(plan).toEqual({ kind: 'known', subject: ANA, link: [], unvouched: false });
  });

  it('merges nobody where that would put two together who are kept apart, not by way of a third one either', () => {
    const plan = planned(
      [found(id('device'), VISITOR), found(id('customer'), ANA), found(id('cookie'), BEN)],
      [facts(VISITOR, 1), facts(ANA, 2, 'customer'), { ...facts(BEN, 3), apartFrom: [ANA] }],
    );
    expect(plan).toEqual({ kind: 'known', subject: ANA, link: [], unvouched: false });
  });

  it('of three customers asks only about those nobody decided on', () => {
    const plan = planned(
      [found(id('customer'), ANA), found(id('device'), BEN), found(id('cookie'), VISITOR)],
      [
        { ...facts(ANA, 1, 'customer'), apartFrom: [BEN] },
        facts(BEN, 2, 'customer'),
        facts(VISITOR, 3, 'customer'),
      ],
    );
    expect(plan).toMatchObject({ kind: 'conflict', subject: ANA, others: [VISITOR] });
  });

  it('asks no operator about somebody anonymous', () => {
    const plan = planned(
      [found(id('customer'), ANA), found(id('device'), BEN), found(id('cookie'), VISITOR)],
      [facts(ANA, 1, 'customer'), facts(BEN, 2, 'customer'), facts(VISITOR, 3)],
    );
    expect(plan).toMatchObject({ kind: 'conflict', subject: ANA, others: [BEN] });
  });

  describe('while nobody is verified', () => {
    const unvouched = (one: FoundIdentifier): FoundIdentifier => ({ ...one, unvouched: true });
    const verified = id('phone', 'p', true);

    it('binds what is weak unvouched to the named journey’s customer, and nothing that is strong', () => {
      const came = [found(id('call')), found(verified), found(id('phone', 'p'))];
      const more = { named: VISITOR, unvouched: true };
      expect(planned(came, [facts(VISITOR, 1)], more)).toEqual({
        kind: 'known',
        subject: VISITOR,
        link: [id('phone', 'p'), id('call')],
        unvouched: true,
      });
      expect(planned(came, [facts(VISITOR, 1, 'customer')], more)).toEqual({
        kind: 'known',
        subject: VISITOR,
        link: [],
        unvouched: false,
      });
    });

    it('merges nobody', () => {
      const came = [found(id('call')), found(id('phone'), BEN)];
      const holder = [facts(ANA, 1, 'customer'), facts(BEN, 2)];
      expect(planned(came, holder, { named: ANA, unvouched: true })).toEqual({
        kind: 'known',
        subject: ANA,
        link: [id('call')],
        unvouched: true,
      });
      const later = [unvouched(found(id('call'), ANA)), found(id('phone'), BEN)];
      expect(planned(later, holder)).toMatchObject({ kind: 'known', subject: ANA, link: [] });
    });

    it('links by what was bound unvouched only unvouched', () => {
      const came = [unvouched(found(id('call'), ANA)), found(id('email'))];
      expect(planned(came, [facts(ANA, 1, 'customer')])).toEqual({
        kind: 'known',
        subject: ANA,
        link: [id('email')],
        unvouched: true,
      });
    });

    it('gives nobody’s journeys to whoever logs in beside what was bound unvouched', () => {
      const call = unvouched(found(id('call'), VISITOR));
      expect(planned([call, found(id('customer'))], [facts(VISITOR, 1)])).toMatchObject({
        kind: 'new',
        anchor: id('customer'),
        link: [id('customer')],
      });
      const known = [call, found(id('customer'), ANA)];
      expect(planned(known, [facts(VISITOR, 1), facts(ANA, 2, 'customer')])).toMatchObject({
        kind: 'known',
        subject: ANA,
        link: [],
      });
    });
  });

  it('keeps being verified as a fact of its own, where that makes an identifier stronger', () => {
    expect(factsIn(id('email', 'a@b.c', true)).map((fact) => fact.verified)).toEqual([true, false]);
    expect(factsIn(id('cookie', 'c', true)).map((fact) => fact.verified)).toEqual([false]);
    expect(strengthOf(id('email', 'a@b.c', true))).toBe('strong');
    expect(strengthOf(id('email'))).toBe('weak');
    expect(strengthOf(id('call'))).toBe('ephemeral');
  });
});
