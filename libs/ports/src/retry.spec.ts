import { describe, expect, it } from '@jest/globals';
import { ThroughlineError } from './errors.js';
import { Abandoned, retry, type RetryOptions } from './retry.js';
import type { Clock } from './clock.js';
import { within } from './within.js';

const AWAY = new ThroughlineError('UNAVAILABLE', 'away');

/** Time passes at once; notes the pauses. */
function hurriedClock(): { clock: Clock; pauses: number[] } {
  const pauses: number[] = [];
  let now = 0;
  const until = (at: number): Promise<void> => {
    pauses.push(at - now);
    now = at;
    return Promise.resolve();
  };
  return { clock: { now: () => now, until }, pauses };
}

describe('what is tried again', () => {
  const backoff = { firstPauseMs: 100, longestPauseMs: 350 };
  const failing = (times: number, error: unknown = AWAY) => {
    let tried = 0;
    const call = (attempt: number): Promise<string> => {
      tried += 1;
      expect(attempt).toBe(tried);
      return tried <= times ? Promise.reject(error as Error) : Promise.resolve('there');
    };
    return { call, tried: () => tried };
  };
  const options = (more: Partial<RetryOptions> = {}) => {
    const { clock, pauses } = hurriedClock();
    return { how: { clock, backoff, ...more }, pauses };
  };

  it('waits twice as long after each failure, up to a bound, until it works', async () => {
    const { how, pauses } = options();
    expect(await retry(failing(4).call, how)).toBe('there');
    expect(pauses).toEqual([100, 200, 350, 350]);
  });

  it('spreads the pauses over their upper half', async () => {
    const { how, pauses } = options({ random: () => 0 });
    await retry(failing(2).call, how);
    expect(pauses).toEqual([50, 100]);
  });

  it('is not tried again when that does not help', async () => {
    const bug = new Error('a bug');
    const { call, tried } = failing(9, bug);
    await expect(retry(call, options().how)).rejects.toBe(bug);
    expect(tried()).toBe(1);
  });

  it('is tried as often as was said', async () => {
    const told: number[] = [];
    const { call, tried } = failing(9);
    const { how } = options({ attempts: 3, failed: (_, failed) => void told.push(failed) });
    await expect(retry(call, how)).rejects.toBe(AWAY);
    expect([tried(), told]).toEqual([3, [1, 2]]);
  });

  it('is given up, with what failed last, once the signal aborts', async () => {
    const stop = new AbortController();
    const { how } = options({ signal: stop.signal, failed: () => stop.abort() });
    const given = await retry(failing(9).call, how).catch((error: unknown) => error);
    expect(given).toBeInstanceOf(Abandoned);
    expect(given).toMatchObject({ code: 'CLOSED', cause: AWAY });
  });

  it('is not even begun after that', async () => {
    const { call, tried } = failing(0);
    const { how } = options({ signal: AbortSignal.abort() });
    await expect(retry(call, how)).rejects.toBeInstanceOf(Abandoned);
    expect(tried()).toBe(0);
  });
});

describe('a time-out', () => {
  const never = new Promise<string>(() => undefined);

  it('gives what the work comes to', async () => {
    expect(await within(60_000, Promise.resolve('done'), () => 'late')).toBe('done');
    await expect(within(60_000, Promise.reject(AWAY), () => 'late')).rejects.toBe(AWAY);
  });

  it('gives or throws what is said for being late', async () => {
    const { clock, pauses } = hurriedClock();
    expect(await within(500, never, () => 'late', { clock })).toBe('late');
    expect(pauses).toEqual([500]);
    const late = (): never => {
      throw AWAY;
    };
    await expect(within(500, never, late, { clock })).rejects.toBe(AWAY);
  });

  it('is over once the signal aborts', async () => {
    expect(await within(60_000, never, () => 'late', { signal: AbortSignal.abort() })).toBe('late');
  });
});
