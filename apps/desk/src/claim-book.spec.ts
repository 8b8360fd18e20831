import { beforeEach, describe, expect, it } from '@jest/globals';
import { type JourneyId } from '#contracts';
import { interaction } from '#testing';
import { CLAIM_MS, CLAIMED, ClaimBook, RELEASED } from './claim-book.js';

const JOURNEY = 'abcdefghijklmnopqrst.aaaaaaaa' as JourneyId;

describe('the book of claims', () => {
  let book: ClaimBook;
  beforeEach(() => {
    book = new ClaimBook();
  });

  const tell = (type: string, agent: string, at: number, journeyId: string = JOURNEY): void => {
    const said = { id: 'i', type, journeyId, actor: { kind: 'agent', id: agent } };
    book.apply({ ...interaction(), ...said }, at);
  };

  it('gives a journey to the first who claims it', () => {
    tell(CLAIMED, 'jo', 1_000);
    tell(CLAIMED, 'kim', 1_001);
    expect(book.holder(JOURNEY, 1_002)).toEqual({
      agent: 'jo',
      since: 1_000,
      until: 1_000 + CLAIM_MS,
    });
  });

  it('gives it back when the holder releases it, and nobody else', () => {
    tell(CLAIMED, 'jo', 1_000);
    tell(RELEASED, 'kim', 1_001);
    expect(book.holder(JOURNEY, 1_002)?.agent).toBe('jo');
    tell(RELEASED, 'jo', 1_003);
    expect(book.holder(JOURNEY, 1_004)).toBeUndefined();
  });

  it('goes by the time of the log, whatever a desk with a fast clock has asked', () => {
    tell(CLAIMED, 'jo', 1_000);
    expect(book.holder(JOURNEY, 1_000 + CLAIM_MS)).toBeUndefined();
    tell(CLAIMED, 'kim', 999 + CLAIM_MS);
    expect(book.holder(JOURNEY, 999 + CLAIM_MS)?.agent).toBe('jo');
    tell(CLAIMED, 'kim', 1_000 + CLAIM_MS);
    expect(book.holder(JOURNEY, 1_000 + CLAIM_MS)?.agent).toBe('kim');
  });

  it('keeps what lags behind on another partition, and forgets what is long over', () => {
    const [other, third] = ['abcdefghijklmnopqrst.bbbbbbbb', 'abcdefghijklmnopqrst.cccccccc'];
    tell(CLAIMED, 'jo', 1_000);
    tell(CLAIMED, 'kim', 1_000 + 2 * CLAIM_MS, other);
    tell(CLAIMED, 'lee', 2_000);
    expect(book.holder(JOURNEY, 2_000)?.agent).toBe('jo');
    tell(CLAIMED, 'max', 1_000 + 4 * CLAIM_MS, third);
    expect(book.holder(JOURNEY, 2_000)).toBeUndefined();
  });
});
