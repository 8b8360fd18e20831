import { describe, expect, it } from '@jest/globals';
import { Controller, Injectable, Module, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Clock, type EventLog } from '#ports';
import { provide, provideBy, providePart, provideValue } from './provide.js';
import { heldBy, Inject, token } from './token.js';
import { CLOCK, EVENT_LOG, LOGGER } from './tokens.js';

const clock: Clock = { now: () => 5, until: () => Promise.resolve() };
const LENGTH = token<number>('LENGTH');
const WORDS = token<{ readonly first: string; readonly count: number }>('WORDS');
const FIRST = token<string>('FIRST');

@Injectable()
class Watch {
  constructor(@Inject(CLOCK) readonly clock: Clock) {}
}

class Report {
  constructor(readonly options: { readonly clock: Clock; readonly watch: Watch }) {}
}

class Twice {
  constructor(
    readonly length: number,
    readonly first: string,
  ) {}
}

async function providing(...providers: Provider[]) {
  @Module({ providers })
  class Everything {}
  return NestFactory.createApplicationContext(Everything, { logger: false, abortOnError: false });
}

describe('wiring', () => {
  it('gives a class what it names, whatever the order it is named in', async () => {
    const app = await providing(
      provide(Report, { watch: Watch, clock: CLOCK }),
      Watch,
      provideValue(CLOCK, clock),
    );
    const report = heldBy(app, Report);
    expect(report.options).toEqual({ watch: heldBy(app, Watch), clock });
    expect(report.options.watch.clock).toBe(clock);
    await app.close();
  });

  it('gives a class what it takes one after the other, and parts of what there is', async () => {
    const app = await providing(
      provideValue(WORDS, { first: 'one', count: 3 }),
      providePart(FIRST, WORDS, 'first'),
      provideBy(LENGTH, { words: WORDS }, ({ words }) => Promise.resolve(words.count)),
      provide(Twice, [LENGTH, FIRST]),
    );
    expect(heldBy(app, Twice)).toEqual(new Twice(3, 'one'));
    await app.close();
  });
});

/** Never called: each line below must not compile. */
export function mistakes(): unknown[] {
  // @ts-expect-error -- a log is no clock
  const wrongParameter = () => Inject(EVENT_LOG)(Watch, undefined, 0);

  @Controller()
  class WrongController {
    constructor(
      @Inject(CLOCK) readonly right: Clock,
      // @ts-expect-error -- a clock is no log
      @Inject(CLOCK) readonly wrong: EventLog,
    ) {}
  }

  return [
    wrongParameter,
    WrongController,
    // @ts-expect-error -- a logger is no clock
    provide(Report, { clock: LOGGER, watch: Watch }),
    // @ts-expect-error -- a class is no other class
    provide(Report, { clock: CLOCK, watch: Twice }),
    // @ts-expect-error -- the watch is missing
    provide(Report, { clock: CLOCK }),
    // @ts-expect-error -- nothing is called log
    provide(Report, { clock: CLOCK, watch: Watch, log: EVENT_LOG }),
    // @ts-expect-error -- the other way round
    provide(Twice, [FIRST, LENGTH]),
    // @ts-expect-error -- one is missing
    provide(Twice, [LENGTH]),
    // @ts-expect-error -- what is made is no number
    provideBy(LENGTH, { words: WORDS }, ({ words }) => words.first),
    // @ts-expect-error -- nothing of that name was asked for
    provideBy(LENGTH, { words: WORDS }, ({ log }) => log),
    // @ts-expect-error -- a part that is not there
    providePart(FIRST, WORDS, 'last'),
    // @ts-expect-error -- a part of another type
    providePart(FIRST, WORDS, 'count'),
    // @ts-expect-error -- no clock
    provideValue(CLOCK, { now: () => 5 }),
  ];
}
