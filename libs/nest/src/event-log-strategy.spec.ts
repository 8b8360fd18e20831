import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { EMPTY, type Observable, of } from 'rxjs';
import { createCodec, fileRegistry } from '#avro';
import {
  type DeadLetter,
  type DecodedRecord,
  type JourneyEvent,
  TOPIC_SPECS,
  Topics,
} from '#contracts';
import { openEmbeddedLog } from '#log-embedded';
import { createLogger } from '#observability';
import { type EventLog, type RecordCodec, ThroughlineError, systemClock } from '#ports';
import { temporaryDirectory } from '#testing';
import { attachStrategy } from './connect-event-log.js';
import { EventLogStrategy, type EventLogSubscription } from './event-log-strategy.js';
import { RecordContext } from './record-context.js';

const HEARER = Symbol('hearer');
const FAST = { attempts: 3, firstPauseMs: 1, longestPauseMs: 2 };
const SCRIPT = Symbol('SCRIPT');

/** What a spec's handlers do with a journey event. */
type Script = (event: JourneyEvent, context: RecordContext, handler: string) => unknown;

@Controller()
class Everything {
  constructor(@Inject(SCRIPT) private readonly script: Script) {}

  @EventPattern({ topic: Topics.journeyEvents }, HEARER)
  hear(@Payload() record: DecodedRecord<'JourneyEvent'>, @Ctx() context: RecordContext): unknown {
    return this.script(record.value, context, 'everything');
  }
}

@Controller()
class SwitchesOnly {
  constructor(@Inject(SCRIPT) private readonly script: Script) {}

  @EventPattern({ topic: Topics.journeyEvents, type: 'channel-switched' }, HEARER)
  hear(@Payload() record: DecodedRecord<'JourneyEvent'>, @Ctx() context: RecordContext): unknown {
    return this.script(record.value, context, 'switches');
  }
}

@Controller()
class Misspelt {
  @EventPattern({ topic: Topics.journeyEvents, type: 'chanel-switched' }, HEARER)
  hear(): void {}
}

@Controller()
class Asking {
  @MessagePattern(Topics.journeyEvents, HEARER)
  answer(): string {
    return 'a log has no replies';
  }
}

describe('a service that hears the log through Nest handlers', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let codec: RecordCodec;
  let log: EventLog;
  const running: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    directory = await temporaryDirectory();
    codec = await createCodec(fileRegistry());
    log = await openLog();
  });

  afterEach(async () => {
    for (const app of running.splice(0)) await app.close();
    await log.close();
    await directory.remove();
  });

  async function openLog(): Promise<EventLog> {
    const opened = await openEmbeddedLog({ directory: directory.path });
    await opened.ensureTopics(TOPIC_SPECS, 2);
    return opened;
  }

  async function hear(
    script: Script,
    options: Partial<EventLogSubscription> = {},
    controllers: (new (...args: never[]) => unknown)[] = [Everything],
  ): Promise<{ strategy: EventLogStrategy; close(): Promise<void> }> {
    @Module({ controllers, providers: [{ provide: SCRIPT, useValue: script }] })
    class Hearing {}
    const app = await NestFactory.create(Hearing, new FastifyAdapter(), {
      logger: false,
      abortOnError: false,
    });
    const strategy = new EventLogStrategy({
      log,
      codec,
      clock: systemClock,
      logger: createLogger({ level: 'silent', name: 'spec' }),
      transportId: HEARER,
      group: 'hearers',
      retry: FAST,
      ...options,
    });
    attachStrategy(app, strategy);
    await app.init();
    let open = true;
    const close = async (): Promise<void> => {
      if (!open) return;
      open = false;
      await app.close();
    };
    running.push({ close });
    await app.startAllMicroservices();
    return { strategy, close };
  }

  const append = (...events: JourneyEvent[]) =>
    log.append(
      events.map((event) => ({
        topic: Topics.journeyEvents,
        key: event.journeyId,
        value: codec.encode('JourneyEvent', event),
        headers: { ce_id: event.id },
      })),
    );

  async function deadLetters(): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = [];
    for (const partition of [0, 1]) {
      const { records } = await log.read(Topics.deadLetters, partition, 0);
      for (const { value } of records) {
        const decoded = codec.decode(value);
        if (decoded.name === 'DeadLetter') letters.push(decoded.value);
      }
    }
    return letters;
  }

  async function acknowledgedOffsets(): Promise<number> {
    const offsets = await log.acknowledged('hearers', Topics.journeyEvents);
    return offsets.reduce<number>((sum, offset) => sum + (offset ?? 0), 0);
  }

  it('hands a handler the decoded record and where it came from, in order', async () => {
    const heard: string[] = [];
    await hear((event, { topic, offset }) => heard.push(`${event.id} ${topic} ${String(offset)}`));
    await append(journeyEvent('a'), journeyEvent('b'));
    await until(() => heard.length === 2);
    expect(heard).toEqual([`a ${Topics.journeyEvents} 0`, `b ${Topics.journeyEvents} 1`]);
  });

  it('calls every handler of a record, and counts a record nobody asked for instead of losing it silently', async () => {
    const heard: string[] = [];
    const { strategy } = await hear(
      (event, _context, handler) => heard.push(`${handler}: ${event.id}`),
      {},
      [SwitchesOnly],
    );
    await append(journeyEvent('a', 'started'), journeyEvent('b', 'channel-switched'));
    await until(async () => (await acknowledgedOffsets()) === 2);
    expect(heard).toEqual(['switches: b']);
    expect(strategy.counts).toMatchObject({ handled: 1, notAskedFor: 1 });
  });

  it('retries one of two handlers without repeating the other', async () => {
    const heard: string[] = [];
    let failures = 2;
    await hear(
      (event, _context, handler) => {
        if (handler === 'switches' && failures-- > 0) throw new Error('not now');
        heard.push(`${handler}: ${event.id}`);
      },
      {},
      [Everything, SwitchesOnly],
    );
    await append(journeyEvent('a', 'channel-switched'));
    await until(() => heard.length === 2);
    expect(heard).toEqual(['everything: a', 'switches: a']);
  });

  it.each<[string, (done: () => void) => unknown]>([
    ['a promise', (done) => Promise.resolve().then(done)],
    ['an observable', (done): Observable<void> => of(done())],
    ['an observable without a value', (done): Observable<never> => (done(), EMPTY)],
  ])('waits for %s', async (_what, work) => {
    let done = 0;
    const { strategy } = await hear(() => work(() => done++));
    await append(journeyEvent('a'));
    await until(async () => (await acknowledgedOffsets()) === 1);
    expect(done).toBe(1);
    expect(strategy.counts.deadLetters).toBe(0);
  });

  it('writes what a handler never manages to dead letters, with bytes and causes, and goes on', async () => {
    const heard: string[] = [];
    const { strategy } = await hear((event) => {
      if (event.id === 'poison')
        throw new TypeError('no such thing', { cause: new Error('below') });
      heard.push(event.id);
    });
    await append(journeyEvent('poison'), journeyEvent('after'));
    await until(() => heard.length === 1);
    const [letter] = await deadLetters();
    expect(letter).toMatchObject({
      id: `dl-hearers-${Topics.journeyEvents}-${String(letter?.partition)}-0-0`,
      topic: Topics.journeyEvents,
      offset: 0,
      reason: 'HANDLER_FAILED',
      causes: ['TypeError: no such thing', 'Error: below'],
      consumer: 'hearers',
    });
    expect(codec.decode(letter?.value ?? null).value).toMatchObject({ id: 'poison' });
    expect(strategy.counts).toMatchObject({ retries: 2, deadLetters: 1, handled: 2 });
  });

  it('does not try again what cannot succeed', async () => {
    let tries = 0;
    await hear(() => {
      tries++;
      throw new ThroughlineError('INVALID', 'never');
    });
    await append(journeyEvent('a'));
    await until(async () => (await deadLetters()).length === 1);
    expect(tries).toBe(1);
    expect((await deadLetters())[0]?.reason).toBe('INVALID');
  });

  it('writes bytes it cannot read to dead letters and goes on', async () => {
    const heard: string[] = [];
    await hear((event) => heard.push(event.id));
    const key = 'subject.journey1';
    await log.append([{ topic: Topics.journeyEvents, key, value: Buffer.from('not avro') }]);
    await append(journeyEvent('after'));
    await until(() => heard.length === 1);
    const [letter] = await deadLetters();
    expect(letter?.reason).toBe('UNREADABLE');
    expect(Buffer.from(letter?.value ?? []).toString()).toBe('not avro');
  });

  it('hands over a record that was published twice once', async () => {
    const heard: string[] = [];
    const { strategy } = await hear((event) => heard.push(event.id));
    await append(journeyEvent('a'));
    await append(journeyEvent('a'), journeyEvent('b'));
    await until(async () => (await acknowledgedOffsets()) === 3);
    expect(heard).toEqual(['a', 'b']);
    expect(strategy.counts.duplicates).toBe(1);
  });

  it('tries a record that was given up again when it is published again', async () => {
    const heard: string[] = [];
    let broken = true;
    await hear((event) => {
      if (broken) throw new ThroughlineError('INVALID', 'not yet');
      heard.push(event.id);
    });
    await append(journeyEvent('a'));
    await until(async () => (await deadLetters()).length === 1);
    broken = false;
    await append(journeyEvent('a'), journeyEvent('a'));
    await until(async () => (await acknowledgedOffsets()) === 3);
    expect(heard).toEqual(['a']);
  });

  it('finishes the record in hand when it closes, and leaves the rest for the next start', async () => {
    const heard: string[] = [];
    const gate = promise();
    const first = await hear(async (event) => {
      heard.push(event.id);
      if (event.id === 'b') await gate.resolved;
    });
    await append(journeyEvent('a'), journeyEvent('b'), journeyEvent('c'));
    await until(() => heard.includes('b'));
    const drained = first.strategy.close();
    gate.resolve();
    await drained;
    await first.close();
    expect(await acknowledgedOffsets()).toBe(2);
    await hear((event) => heard.push(event.id));
    await until(() => heard.includes('c'));
    expect(heard).toEqual(['a', 'b', 'c']);
  });

  it('closes in time though a handler hangs, and hands that record over again', async () => {
    const heard: string[] = [];
    const stuck = await hear(
      (event) => {
        heard.push(event.id);
        return new Promise(() => undefined);
      },
      { drainMs: 20 },
    );
    await append(journeyEvent('a'));
    await until(() => heard.length === 1);
    await stuck.close();
    await hear((event) => heard.push(event.id));
    await until(() => heard.length === 2);
    expect(heard).toEqual(['a', 'a']);
  });

  it('begins as far back as asked, whatever was acknowledged', async () => {
    const heard: string[] = [];
    const first = await hear((event) => heard.push(event.id));
    await append(journeyEvent('a'));
    await until(async () => (await acknowledgedOffsets()) === 1);
    await first.close();
    await hear((event) => heard.push(event.id), { replayMs: 60_000 });
    await until(() => heard.length === 2);
    expect(heard).toEqual(['a', 'a']);
  });

  it('refuses to start a handler for a type that no record ever has', async () => {
    await expect(hear(() => undefined, {}, [Misspelt])).rejects.toThrow(/would never be called/);
  });

  it('refuses to start without a handler', async () => {
    await expect(hear(() => undefined, {}, [])).rejects.toThrow(
      /No handler for the group "hearers"/,
    );
  });

  it('refuses handlers that want to reply', async () => {
    await expect(hear(() => undefined, {}, [Asking])).rejects.toThrow(/A log has no replies/);
  });
});

function journeyEvent(id: string, type = 'advanced'): JourneyEvent {
  return {
    id,
    type,
    journeyId: 'subject.journey1',
    subjectId: 'subject',
    definition: 'card-application',
    definitionVersion: 1,
    version: 1,
    time: 1_000,
    clock: 'live',
    channel: 'phone',
    previousChannel: null,
    from: [],
    to: ['details'],
    outcome: null,
    fields: [],
    elapsed: null,
    relatedJourneyId: null,
    handOff: null,
    cause: {
      kind: 'interaction',
      id: 'i1',
      type: 'application.started',
      actorKind: 'customer',
      actorId: null,
      partition: 0,
      offset: 0,
    },
  };
}

function promise(): { resolved: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const resolved = new Promise<void>((settle) => (resolve = settle));
  return { resolved, resolve };
}

/** Waits for a condition, at most ten seconds. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not happen within ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
