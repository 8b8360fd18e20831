import { describe, expect, it } from '@jest/globals';
import { compileDefinition, type Definition, type DefinitionSource } from '#journey';
import { indexPage, journeyPage } from './page.js';
import { durationInWords, table } from './words.js';

const KEYS: DefinitionSource = {
  journey: 'keys',
  version: 2,
  title: 'Keys',
  description: 'Somebody lost their keys.',
  startsOn: ['keys.lost'],
  correlation: { by: 'data.flat', concurrency: 'one-open' },
  lateness: { accept: 'P1D', then: 'record' },
  fields: {
    name: { type: 'string', title: 'Name', pii: true, from: ['keys.lost'], staleAfter: 'P30D' },
    number: { type: 'integer', title: 'Key', minimum: 1, from: ['done.invoke.key'] },
  },
  initial: 'proving',
  states: {
    proving: {
      title: 'Who are you?',
      channels: { web: '/keys', phone: 'May I have your name?' },
      needs: ['name'],
      on: {
        'keys.proved': { target: 'making', label: 'Prove it', guard: 'event.data.ok || true' },
      },
      after: { P1DT2H: { actions: [{ notify: 'reminder' }] }, P7D: { target: 'gone' } },
    },
    making: {
      title: 'We make a key',
      backstage: true,
      invoke: {
        id: 'key',
        service: 'make-key',
        timeout: 'PT30S',
        retry: { attempts: 3, backoff: 'PT1S' },
        onDone: { target: 'made' },
        onError: { target: 'gone' },
        compensate: { service: 'melt-key' },
      },
    },
    made: { title: 'Here it is', type: 'final', outcome: 'made', entry: [{ notify: 'come' }] },
    gone: { title: 'No key', type: 'final', outcome: 'failed' },
  },
};

function compiled(source: DefinitionSource): Definition {
  const { definition, faults } = compileDefinition(source);
  if (definition === undefined) throw new Error(faults.map(({ message }) => message).join('; '));
  return definition;
}

describe('the page about a journey', () => {
  const page = journeyPage([compiled({ ...KEYS, version: 1 }), compiled(KEYS)]);

  it('is about its newest version, and names all', () => {
    expect(page).toContain('# Keys\n');
    expect(page).toContain('[`journeys/keys/v2.yaml`](../../journeys/keys/v2.yaml)');
    expect(page).toContain('title: "Keys (version 2)"');
    expect(page).toContain('| 1 | [v1.yaml](../../journeys/keys/v1.yaml)');
  });

  it('says how each step is done where, what it asks for and what leads on', () => {
    expect(page).toContain(
      '| Who are you? (`proving`) | **web** /keys<br>**phone** May I have your name? | Name | ' +
        '`keys.proved` (Prove it): goes to *We make a key* if `event.data.ok \\|\\| true`<br>',
    );
  });

  it('has the timers in words', () => {
    expect(page).toContain(
      '- 1 day 2 hours in Who are you? (`proving`): sends the message `reminder`.',
    );
    expect(page).toContain('- 7 days in Who are you? (`proving`): goes to *No key*.');
  });

  it('says how long a service is waited for and what undoes it', () => {
    expect(page).toContain(
      'waits 30 seconds for an answer; tried 3 times, first again after 1 second, then twice as long | `melt-key` |',
    );
    expect(page).toContain('| `failed` | No key | undoes what services did, the last first |');
    expect(page).toContain('| `made` (good) | Here it is | sends the message `come` |');
  });

  it('says of fields where they come from and what holds for them', () => {
    expect(page).toContain(
      '| `name` | Name: string | `keys.lost` | personal; asked again after 30 days |',
    );
    expect(page).toContain('| `number` | Key: integer, at least 1 | the answer of `key` |  |');
  });
});

it('the index leads to every page', () => {
  expect(indexPage([compiled(KEYS)])).toContain(
    '| [Keys](keys.md) | Somebody lost their keys. | web, phone | made, failed |',
  );
});

it.each([
  ['PT30M', '30 minutes'],
  ['P1W', '7 days'],
  ['PT1H1S', '1 hour 1 second'],
  ['soon', 'soon'],
])('%s is %s', (text, words) => {
  expect(durationInWords(text)).toBe(words);
});

it('a table without rows is none', () => {
  expect(table(['a'], [])).toEqual([]);
});
