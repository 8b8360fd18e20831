import { describe, expect, it } from '@jest/globals';
import { CARD_APPLICATION, compiled } from '#testing';
import { identifiersIn } from '../fields/identifiers-in.js';

describe('definitions', () => {
  const definitions = compiled({ ...CARD_APPLICATION, version: 2 }, CARD_APPLICATION);

  it('start new journeys on the highest version and keep the others', () => {
    expect(definitions.latest('card-application')?.version).toBe(2);
    expect(definitions.get('card-application', 1)?.version).toBe(1);
    expect(definitions.all().map(({ version }) => version)).toEqual([1, 2]);
    expect(definitions.startedBy('application.started').map(({ version }) => version)).toEqual([2]);
    expect(definitions.startedBy('application.withdrawn')).toEqual([]);
  });

  it('know the events some state, field or list of theirs names', () => {
    for (const type of ['offer.accepted', 'profile.changed', 'page.viewed', 'credit.reported']) {
      expect(definitions.knowing(type)).toHaveLength(1);
    }
    expect(definitions.knowing('pager.rang')).toEqual([]);
  });

  it('refuse two of the same name and version', () => {
    expect(() => compiled(CARD_APPLICATION, CARD_APPLICATION)).toThrow(
      'card-application@1 is defined twice',
    );
  });

  it('find identifiers among the data of the events that may carry them', () => {
    const data = { contact: { email: 'ana@example.org' } };
    expect(identifiersIn(definitions, 'application.details-submitted', data)).toEqual([
      { scheme: 'email', value: 'ana@example.org' },
    ]);
    expect(identifiersIn(definitions, 'application.withdrawn', data)).toEqual([]);
    expect(identifiersIn(definitions, 'application.details-submitted', null)).toEqual([]);
  });
});
