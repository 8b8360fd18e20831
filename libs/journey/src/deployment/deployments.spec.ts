import { describe, expect, it } from '@jest/globals';
import { CARD_APPLICATION, definitionOf } from '#testing';
import { deployedDefinitions } from './definitions.js';
import { type Deployment } from './deployments.js';

const NAME = CARD_APPLICATION.journey;

function version(number: number, share = 100, overrides: Partial<Deployment> = {}): Deployment {
  const definition = definitionOf({ ...CARD_APPLICATION, version: number });
  const hash = `text of ${number}`;
  return { kind: 'version', name: NAME, version: number, hash, share, definition, ...overrides };
}

function share(number: number, percent: number): Deployment {
  return { kind: 'share', name: NAME, version: number, hash: '', share: percent };
}

const FOUNDING: Deployment = { kind: 'founding', name: '', version: 0, hash: '', share: 0 };

/** What is offered after each deployment: the stable version, and the canary's with its share. */
function offered(...deployments: readonly Deployment[]): string[] {
  const { definitions } = deployedDefinitions(deployments);
  return deployments.map((_, index) => {
    const [offer] = definitions.at(index + 1).offers();
    const canary = offer?.canary && ` ${offer.canary.version}:${offer.canary.share}%`;
    return `${offer?.stable ?? '-'}${canary ?? ''}`;
  });
}

function voided(...deployments: readonly Deployment[]): readonly (readonly [number, string])[] {
  return [...deployedDefinitions(deployments).voided];
}

describe('deployments', () => {
  it('make a version the stable one at once, or the canary until it is promoted', () => {
    expect(offered(version(1), version(2, 30), share(2, 60), share(2, 100))).toEqual([
      '1',
      '1 2:30%',
      '1 2:60%',
      '2',
    ]);
  });

  it('take a canary back, and a stable version back to the one before', () => {
    expect(offered(version(1), version(2, 30), share(2, 0))).toEqual(['1', '1 2:30%', '1']);
    expect(offered(version(1), version(2), version(3), share(3, 0), share(2, 0))).toEqual([
      '1',
      '2',
      '3',
      '2',
      '1',
    ]);
  });

  it('go back to an earlier version by name, and forget what came after it', () => {
    const all = [version(1), version(2), version(3), share(2, 100), share(2, 0)];
    expect(offered(...all)).toEqual(['1', '2', '3', '2', '1']);
  });

  it('let nothing start any more when the only stable version is taken back', () => {
    const { definitions } = deployedDefinitions([version(1), share(1, 0)]);
    expect(definitions.latest(NAME)).toBeUndefined();
    expect(definitions.startedBy('application.started')).toEqual([]);
    expect(definitions.get(NAME, 1)?.version).toBe(1);
  });

  it('end a canary when another version becomes the stable one, or the canary', () => {
    expect(offered(version(1), version(2, 30), version(3))).toEqual(['1', '1 2:30%', '3']);
    expect(offered(version(1), version(2, 30), version(3, 5))).toEqual(['1', '1 2:30%', '1 3:5%']);
  });

  it('keep a version dark that is deployed with no share', () => {
    const { definitions } = deployedDefinitions([version(1), version(2, 0)]);
    expect(definitions.latest(NAME)?.version).toBe(1);
    expect(definitions.get(NAME, 2)?.version).toBe(2);
  });

  it('never change a version, and only rise', () => {
    expect(voided(version(1), version(1, 100, { hash: 'other' }))).toEqual([
      [2, expect.stringContaining('another text is card-application@1')],
    ]);
    expect(voided(version(1), version(1))).toEqual([
      [2, expect.stringContaining('this text is card-application@1 already, by deployment 1')],
    ]);
    expect(voided(version(3), version(2))).toEqual([
      [2, 'card-application@3 is deployed already; versions only rise'],
    ]);
  });

  it.each([
    [share(2, 30), 'card-application@2 is not deployed'],
    [share(1, 30), 'card-application@1 is what all others start on'],
    [share(1, 101), 'a share is 0 to 100 percent, not 101'],
    [version(2, 0.5), 'a share is 0 to 100 percent, not 0.5'],
    [version(2, 100, { fault: 'its text is not what its hash says' }), 'its text'],
  ])('are void when they make no sense (%#)', (senseless, why) => {
    expect(voided(version(1), senseless)).toEqual([[2, expect.stringContaining(why)]]);
    expect(offered(version(1), senseless)).toEqual(['1', '1']);
  });

  it('are void when they take back what is not in force', () => {
    expect(voided(version(1), version(2), share(1, 0))).toEqual([
      [3, 'card-application@1 is not in force'],
    ]);
  });

  it('keep the place of a version this build cannot compile: nothing starts on it, nor on another', () => {
    const unreadable = version(2, 100, { definition: undefined });
    const { definitions } = deployedDefinitions([version(1), unreadable, version(2)]);
    expect(definitions.latest(NAME)).toBeUndefined();
    expect(definitions.get(NAME, 2)).toBeUndefined();
    expect(definitions.at(1).latest(NAME)?.version).toBe(1);
  });

  it('found once what records start on that name no deployment', () => {
    const deployments = [version(1), FOUNDING, version(2), FOUNDING];
    const { definitions, voided: without } = deployedDefinitions(deployments);
    expect(definitions.at(0).latest(NAME)?.version).toBe(1);
    expect(definitions.latest(NAME)?.version).toBe(2);
    expect([...without.keys()]).toEqual([4]);
  });

  it('pass over kinds that are not about what is in force', () => {
    const plan: Deployment = { ...FOUNDING, kind: 'migration', name: NAME };
    expect(offered(version(1), plan, version(2))).toEqual(['1', '1', '2']);
    expect(voided(version(1), plan)).toEqual([]);
  });

  it('cannot be asked for before they are known', () => {
    const { definitions } = deployedDefinitions([version(1)]);
    expect(definitions.known).toBe(1);
    expect(() => definitions.at(2)).toThrow('deployment 2 is asked for, and 1 are known');
  });

  it('give a canary its share of the subjects, and keep those who are in as it grows', () => {
    const { definitions } = deployedDefinitions([version(1), version(2, 30), share(2, 60)]);
    const subjects = Array.from({ length: 5_000 }, (_, index) => `subject-${index}`);
    const taken = (deployment: number): Set<string> =>
      new Set(
        subjects.filter((subject) => {
          const [started] = definitions.at(deployment).startedBy('application.started', subject);
          expect(definitions.at(deployment).latest(NAME, subject)).toBe(started);
          return started?.version === 2;
        }),
      );
    const [thirty, sixty] = [taken(2), taken(3)];
    expect(thirty.size / subjects.length).toBeCloseTo(0.3, 1);
    expect(sixty.size / subjects.length).toBeCloseTo(0.6, 1);
    expect(thirty.isSubsetOf(sixty)).toBe(true);
    expect(taken(1).size).toBe(0);
  });

  it('start a canary’s subjects on what the canary starts on, and only them', () => {
    const other = definitionOf({
      ...CARD_APPLICATION,
      version: 2,
      startsOn: ['application.begun'],
    });
    const { definitions } = deployedDefinitions([
      version(1),
      version(2, 50, { definition: other }),
    ]);
    for (let index = 0; index < 100; index++) {
      const subject = `subject-${index}`;
      const versions = ['application.started', 'application.begun'].map((type) =>
        definitions.startedBy(type, subject).map((definition) => definition.version),
      );
      expect(versions).toEqual(
        definitions.latest(NAME, subject)?.version === 2 ? [[], [2]] : [[1], []],
      );
    }
    expect(definitions.knowing('application.begun').map((one) => one.version)).toEqual([2]);
  });
});
