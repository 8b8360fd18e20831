import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { definitionOf, CARD_APPLICATION } from '#testing';
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
