import { describe, expect, it } from '@jest/globals';
import { JourneyScenario } from '#testing';
import { type DefinitionSource, type FieldSource } from '../definition/definition.js';

/** One field, told by `told` and verified by `checked`, which may bring it, too. */
function asking(field: Partial<FieldSource>, guard?: string): JourneyScenario {
  const source: DefinitionSource = {
    journey: 'asking',
    version: 1,
    title: 'Asking',
    startsOn: ['begun'],
    fields: {
      address: { type: 'string', from: ['told', 'checked'], verifiedBy: 'checked', ...field },
    },
    initial: 'open',
    states: {
      open: {
        needs: ['address'],
        on: {
          told: {},
          checked: guard === undefined ? {} : [{ guard }, { actions: [{ task: 'look-at-it' }] }],
          ended: { target: 'over' },
        },
      },
      over: { type: 'final', outcome: 'over' },
    },
  };
  const scenario = new JourneyScenario(source);
  scenario.happens('begun', { at: '2026-11-21T10:00:00Z' });
  return scenario;
}

const address = ({ journey }: JourneyScenario) => journey.fields['address'];
const data = (value: unknown) => ({ data: { address: value } });

describe('a field', () => {
  it('says what brought it: channel, time and interaction', () => {
    const scenario = asking({});
    scenario.happens('told', { ...data('Elm St'), channel: 'phone', at: '2026-11-21T11:00:00Z' });
    expect(address(scenario)).toEqual({
      value: '"Elm St"',
      channel: 'phone',
      time: Date.parse('2026-11-21T11:00:00Z'),
      interactionId: 'i-1',
      verified: false,
      verification: null,
    });
  });

  it('of a wrong format is not captured, and the disposition says what is expected', () => {
    const scenario = asking({ format: 'email' });
    const { disposition } = scenario.happens('told', data('Elm St'));
    expect(address(scenario)).toBeUndefined();
    expect(disposition.detail).toBe(
      'address not captured: it must be an e-mail address, such as ana@example.org',
    );
  });
});

describe('an event that verifies a field', () => {
  it('verifies the value that is there when it brings none, and is named by it', () => {
    const scenario = asking({});
    scenario.happens('told', data('Elm St'));
    scenario.happens('checked', { channel: 'branch', at: '2026-11-22T10:00:00Z' });
    expect(address(scenario)).toMatchObject({
      value: '"Elm St"',
      channel: 'web',
      interactionId: 'i-1',
      verified: true,
      verification: {
        channel: 'branch',
        time: Date.parse('2026-11-22T10:00:00Z'),
        interactionId: 'i-2',
      },
    });
  });

  it('verifies the value it brings itself', () => {
    const scenario = asking({});
    scenario.happens('told', data('Elm St'));
    scenario.happens('checked', data('Oak St'));
    expect(address(scenario)).toMatchObject({
      value: '"Oak St"',
      verified: true,
      interactionId: 'i-2',
      verification: { interactionId: 'i-2' },
    });
  });

  it('does not verify the value that stays when it brings another one', () => {
    const scenario = asking({ prefer: 'first' });
    scenario.happens('told', data('Elm St'));
    scenario.happens('checked', data('Oak St'));
    expect(address(scenario)).toMatchObject({ value: '"Elm St"', verified: false });
  });

  it('does not verify anything with a value the field cannot have', () => {
    const scenario = asking({});
    scenario.happens('told', data('Elm St'));
    scenario.happens('checked', data(7));
    expect(address(scenario)).toMatchObject({ value: '"Elm St"', verified: false });
  });

  it('does not verify a value that was given after it happened', () => {
    const scenario = asking({});
    scenario.happens('told', data('Elm St'));
    scenario.happens('checked', { time: scenario.now - 3_600_000 });
    expect(address(scenario)?.verified).toBe(false);
  });

  it('verifies nothing that is not there', () => {
    const scenario = asking({});
    scenario.happens('checked');
    expect(scenario.journey.fields).toEqual({});
  });

  it('keeps its word when the same value comes again, and loses it to another', () => {
    const scenario = asking({});
    scenario.happens('checked', data('Elm St'));
    scenario.happens('told', { ...data('Elm St'), channel: 'phone' });
    expect(address(scenario)).toMatchObject({
      channel: 'phone',
      verified: true,
      verification: { interactionId: 'i-1' },
    });
    scenario.happens('told', data('Oak St'));
    expect(address(scenario)).toMatchObject({ verified: false, verification: null });
  });

  it('leaves a verified value alone that its own does not replace, since a guard refused it', () => {
    const scenario = asking({ prefer: 'verified' }, 'event.data.sure');
    scenario.happens('checked', { data: { address: 'Elm St', sure: true } });
    scenario.happens('checked', { data: { address: 'Oak St', sure: false } });
    expect(address(scenario)).toMatchObject({ value: '"Elm St"', verified: true });
    scenario.happens('checked', { data: { address: 'Oak St', sure: true } });
    expect(address(scenario)).toMatchObject({ value: '"Oak St"', verified: true });
  });
});

describe('of two values of a field', () => {
  interface Telling {
    readonly channel?: string;
    /** Minutes after the journey began. */
    readonly after: number;
    readonly verified?: boolean;
  }
  type Case = [FieldSource['prefer'], string, Telling, Telling, 'held' | 'offered', string];

  it.each<Case>([
    ['latest', 'one after the other', { after: 1 }, { after: 2 }, 'offered', 'latest'],
    ['latest', 'the earlier one last', { after: 2 }, { after: 1 }, 'held', 'happened before'],
    ['first', 'one after the other', { after: 1 }, { after: 2 }, 'held', 'first'],
    [
      'verified',
      'a told one after a verified one',
      { after: 1, verified: true },
      { after: 2 },
      'held',
      'it is verified',
    ],
    [
      'verified',
      'a verified one of before a told one',
      { after: 2 },
      { after: 1, verified: true },
      'offered',
      'is verified',
    ],
    ['verified', 'two told ones', { after: 1 }, { after: 2 }, 'offered', 'latest'],
    [
      ['branch', 'phone'],
      'one by phone after one in the branch',
      { channel: 'branch', after: 1 },
      { channel: 'phone', after: 2 },
      'held',
      '`branch` goes before what came by `phone`',
    ],
    [
      ['branch', 'phone'],
      'an early one in the branch after one on a channel without a rank',
      { channel: 'chat', after: 2 },
      { channel: 'branch', after: 1 },
      'offered',
      '`branch` goes before what came by `chat`',
    ],
    [
      ['branch', 'phone'],
      'two of channels without a rank',
      { channel: 'web', after: 1 },
      { channel: 'chat', after: 2 },
      'offered',
      'latest',
    ],
  ])('%j, %s: the rule decides, and both are kept for the history', (...of) => {
    const [prefer = 'latest', , first, second, kept, why] = of;
    const scenario = asking({ prefer });
    const begun = scenario.now;
    const tell = ({ channel = 'web', after, verified = false }: Telling, value: string) =>
      scenario.happens(verified ? 'checked' : 'told', {
        channel,
        ...data(value),
        time: begun + after * 60_000,
        at: '2026-11-21T12:00:00Z',
      });
    tell(first, 'Elm St');
    const { conflicts, disposition } = tell(second, 'Oak St');
    const [conflict] = conflicts;
    expect(conflicts).toHaveLength(1);
    expect(conflict).toMatchObject({
      field: 'address',
      held: { value: '"Elm St"' },
      offered: { value: '"Oak St"' },
      kept,
      why: expect.stringContaining(why),
      journeyId: scenario.journey.journeyId,
      cause: 'i-2',
    });
    expect(address(scenario)?.value).toBe(kept === 'held' ? '"Elm St"' : '"Oak St"');
    const said = kept === 'held' ? `address kept as it was: ${conflict?.why ?? ''}` : null;
    expect(disposition.detail).toBe(said);
  });

  it.each(['first' as const, 'verified' as const, ['branch']])(
    'the fresh one stays when the other is stale, though %j is preferred',
    (prefer) => {
      const scenario = asking({ prefer, staleAfter: 'P1D' });
      scenario.happens('checked', { ...data('Elm St'), channel: 'branch' });
      const { conflicts } = scenario.happens('told', {
        ...data('Oak St'),
        at: '2026-11-23T10:00:00Z',
      });
      expect(address(scenario)).toMatchObject({ value: '"Oak St"', verified: false });
      expect(conflicts).toMatchObject([{ kept: 'offered', rule: 'stale' }]);
    },
  );

  it('that are the same there is no conflict', () => {
    const scenario = asking({ prefer: 'first' });
    scenario.happens('told', data('Elm St'));
    const { conflicts, disposition } = scenario.happens('told', data('Elm St'));
    expect(conflicts).toEqual([]);
    expect(disposition.detail).toBeNull();
  });
});
