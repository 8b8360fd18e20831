import { describe, expect, it } from '@jest/globals';
import { Topics } from '#contracts';
import { requireKnownType } from './record-type.js';

describe('a handler’s type', () => {
  it.each(['kept-apart', 'blocked', 'released', 'shared', 'limited', 'recognition-failed'])(
    'may be the identity event %s, as its schema says',
    (kind) => {
      expect(() => requireKnownType(Topics.identityEvents, kind)).not.toThrow();
    },
  );

  it.each([
    [Topics.journeyEvents, 'restored'],
    [Topics.actions, 'emit'],
    [Topics.definitions, 'migration'],
  ])('on %s may be %s', (topic, type) => {
    expect(() => requireKnownType(topic, type)).not.toThrow();
  });

  it('is refused where no record ever has it, with those that have one', () => {
    expect(() => requireKnownType(Topics.identityEvents, 'conlict')).toThrow(
      /would never be called: the types there are linked, merged, split, conflict, kept-apart/,
    );
  });
});
