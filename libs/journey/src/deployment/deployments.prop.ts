import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type PlacedEntry, type SubjectState, LATEST_SEMANTICS } from '#contracts';
import { CARD_APPLICATION, definitionOf, interaction } from '#testing';
import { decide } from '../decide/decide.js';
import { type Decision } from '../fold/decision.js';
import { deployedDefinitions } from './definitions.js';
import { type Deployment } from './deployments.js';

const NAMES = ['card-application', 'loan-application'];
const compiled = new Map(
  NAMES.flatMap((journey) =>
    [1, 2, 3, 4].map((version) => [
      `${journey}@${version}`,
      definitionOf({ ...CARD_APPLICATION, journey, version }),
    ]),
  ),
);

const deployment: fc.Arbitrary<Deployment> = fc
  .record({
    kind: fc.constantFrom('version', 'version', 'share', 'share', 'founding', 'migration'),
    name: fc.constantFrom(...NAMES),
    version: fc.integer({ min: 1, max: 4 }),
    hash: fc.constantFrom('one', 'two'),
    share: fc.oneof(fc.constantFrom(0, 100), fc.integer({ min: -1, max: 101 })),
    compiles: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 0),
  })
  .map(({ compiles, ...rest }) => ({
    ...rest,
    definition: compiles ? compiled.get(`${rest.name}@${rest.version}`) : undefined,
  }));
const deployments = fc.array(deployment, { maxLength: 30 });
const subjects = ['ana', 'ben', 'cai', 'dua', 'eli'];

describe('what was in force', () => {
  it('does not depend on what was deployed later (D4)', () => {
    fc.assert(
      fc.property(deployments, fc.nat(30), (all, cut) => {
        const known = Math.min(cut, all.length);
        const then = deployedDefinitions(all.slice(0, known)).definitions;
        const now = deployedDefinitions(all).definitions;
        for (let n = 1; n <= known; n++) {
          expect(now.at(n).offers()).toEqual(then.at(n).offers());
          for (const subject of subjects) {
            for (const name of NAMES) {
              expect(now.at(n).latest(name, subject)).toBe(then.at(n).latest(name, subject));
            }
            expect(now.at(n).startedBy('application.started', subject)).toEqual(
              then.at(n).startedBy('application.started', subject),
            );
          }
        }
        for (const [key, definition] of compiled) {
          const [name = '', version] = key.split('@');
          if (then.get(name, Number(version)) === undefined) continue;
          expect(now.get(name, Number(version))).toBe(definition);
        }
      }),
    );
  });

  it('for records that name no deployment is settled once it is founded (D5)', () => {
    const founding: Deployment = { kind: 'founding', name: '', version: 0, hash: '', share: 0 };
    fc.assert(
      fc.property(deployments, deployments, (before, after) => {
        const first = before.filter(({ kind }) => kind !== 'founding');
        const founded = deployedDefinitions([...first, founding]).definitions;
        const now = deployedDefinitions([...first, founding, ...after]).definitions;
        expect(now.at(0).offers()).toEqual(founded.offers());
      }),
    );
  });

  it('has at most one stable version and one other, with a share of 1 to 99 (D3)', () => {
    fc.assert(
      fc.property(deployments, (all) => {
        const { definitions, voided } = deployedDefinitions(all);
        for (let n = 1; n <= all.length; n++) {
          const offers = definitions.at(n).offers();
          expect(new Set(offers.map(({ name }) => name)).size).toBe(offers.length);
          for (const { stable, canary } of offers) {
            if (canary === undefined) continue;
            expect(canary.version).not.toBe(stable);
            expect(canary.share).toBeGreaterThan(0);
            expect(canary.share).toBeLessThan(100);
          }
          if (voided.has(n)) expect(offers).toBe(definitions.at(n).offers());
        }
      }),
    );
  });
});

describe('the fold', () => {
  const TYPES = [
    'application.started',
    'application.details-submitted',
    'application.withdrawn',
    'offer.accepted',
    'nobody.knows',
  ];
  const founding: Deployment = { kind: 'founding', name: '', version: 0, hash: '', share: 0 };
  /** Of each record: what it is, how many deployments its sender knew, and how far ahead the one who folds it was. */
  const sent = fc.record({
    type: fc.constantFrom(...TYPES),
    subject: fc.constantFrom(...subjects),
    known: fc.nat(1_000),
    ahead: fc.nat(5),
  });

  it('comes to the same, however much later deployments were read than its records (I2)', () => {
    fc.assert(
      fc.property(deployments, fc.array(sent, { maxLength: 25 }), (some, records) => {
        const all = [...some.slice(0, 2).filter(({ kind }) => kind !== 'founding'), founding];
        all.push(...some.slice(2));
        const whole = deployedDefinitions(all).definitions;
        const live = new Map<string, SubjectState>();
        const again = new Map<string, SubjectState>();
        let read = 0;
        for (const [offset, { type, subject, known, ahead }] of records.entries()) {
          const named = known % (all.length + 1);
          read = Math.min(all.length, Math.max(read, named, all.indexOf(founding) + 1) + ahead);
          const then = deployedDefinitions(all.slice(0, read)).definitions;
          const value = interaction({
            id: `i-${offset}`,
            subjectId: subject,
            type,
            deployment: named,
          });
          const placed: PlacedEntry = {
            entry: { name: 'Interaction', value },
            partition: 0,
            offset,
            timestamp: 1_000_000 + offset,
            semantics: LATEST_SEMANTICS,
          };
          const told = (decision: Decision, into: Map<string, SubjectState>): unknown => {
            into.set(subject, decision.state);
            return JSON.parse(JSON.stringify(decision)) as unknown;
          };
          expect(told(decide(whole, again.get(subject), placed), again)).toEqual(
            told(decide(then, live.get(subject), placed), live),
          );
        }
      }),
    );
  });
});
