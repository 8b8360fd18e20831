import { describe, expect, it } from '@jest/globals';
import { type CloudEvent, Kafka, type KafkaMessage } from 'cloudevents';
import { readFileSync } from 'node:fs';
import { realMaterial } from '#testing';
import { ceAttributes, ceHeaders, type CloudEventAttributes } from './index.js';

const started: CloudEventAttributes = {
  id: 'je-3-1827-0',
  source: '//throughline/orchestrator',
  type: 'throughline.journey.started',
  time: Date.UTC(2026, 10, 21, 10, 15),
  subject: 'abcdefghijklmnopqrst.abcdefgh',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

const asBytes = (headers: Readonly<Record<string, string>>): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(headers).map(([key, text]) => [key, Buffer.from(text)]));

/** The CloudEvents project's own reader of Kafka messages. */
function oracle(headers: Readonly<Record<string, string>>): CloudEvent<unknown> {
  const value = Buffer.from([0, 0, 0, 0, 1, 2]);
  const message: KafkaMessage<unknown> = { key: 'k', value, headers: { ...headers }, body: value };
  return Kafka.toEvent(message) as CloudEvent<unknown>;
}

describe('the headers of a record', () => {
  it('are a CloudEvent to the CloudEvents project', () => {
    const event = oracle(ceHeaders(started));
    expect(event.validate()).toBe(true);
    expect(event).toMatchObject({
      specversion: '1.0',
      id: started.id,
      source: started.source,
      type: started.type,
      time: '2026-11-21T10:15:00.000Z',
      subject: started.subject,
      datacontenttype: 'application/avro',
    });
  });

  it('carry the trace as W3C names it, outside the event', () => {
    expect(ceHeaders(started)['traceparent']).toBe(started.traceparent);
  });

  it('leave out what is not there', () => {
    const { id, source, type } = started;
    expect(Object.keys(ceHeaders({ id, source, type, subject: '' })).sort()).toEqual([
      'ce_id',
      'ce_source',
      'ce_specversion',
      'ce_type',
      'content-type',
    ]);
  });

  it.each([Date.UTC(10_000, 0, 1), -(2 ** 53) + 1, 2 ** 53 - 1, -62_167_219_200_001])(
    'leave out the time %i, which RFC 3339 cannot say',
    (time) => {
      expect(ceHeaders({ ...started, time })).not.toHaveProperty('ce_time');
    },
  );

  it.each([-62_167_219_200_000, 253_402_300_799_999])('have the time %i', (time) => {
    expect(ceAttributes(asBytes(ceHeaders({ ...started, time })))?.time).toBe(time);
  });

  it('are read as they were written, whatever the letters', () => {
    const event = { ...started, subject: 'Zoë 漢字 "%41', tracestate: 'a=1' };
    expect(ceAttributes(asBytes(ceHeaders(event)))).toEqual(event);
  });

  it.each(['ce_specversion', 'ce_id', 'ce_source', 'ce_type'])(
    'are no CloudEvent’s without %s',
    (name) => {
      const headers = asBytes(ceHeaders(started));
      delete headers[name];
      expect(ceAttributes(headers)).toBeUndefined();
    },
  );
});

const feature = realMaterial('avro', 'cloudevents', 'features', 'kafka-protocol-binding.feature');

(feature === undefined ? describe.skip : describe)('the Kafka binding’s own example', () => {
  /** Rows of the table after this line, up to the next line that is none. */
  function table(scenario: string, heading: string): Record<string, string> {
    const text = readFileSync(feature ?? '', 'utf8');
    const lines = text.slice(text.indexOf(scenario)).split('\n');
    const from = lines.findIndex((line) => line.includes(heading)) + 2;
    const rows = lines.slice(from);
    const end = rows.findIndex((line) => !line.trim().startsWith('|'));
    return Object.fromEntries(
      rows.slice(0, end).map((line) => {
        const [, key = '', value = ''] = line.split('|').map((cell) => cell.trim());
        return [key, value];
      }),
    );
  }

  it('is read, and written again, in binary content mode', () => {
    const headers = table('Scenario: Binary content mode', 'And Kafka headers:');
    const expected = table('Scenario: Binary content mode', 'Then the attributes are:');
    expect(Object.keys(headers).length).toBeGreaterThanOrEqual(6);
    const event = ceAttributes(asBytes(headers));
    expect(event).toEqual({
      id: expected['id'],
      type: expected['type'],
      source: expected['source'],
      time: Date.parse(expected['time'] ?? ''),
    });
    const written = ceHeaders({ id: '', source: '', type: '', ...event });
    for (const name of ['ce_specversion', 'ce_id', 'ce_type', 'ce_source']) {
      expect(written[name]).toBe(headers[name]);
    }
    expect(Date.parse(written['ce_time'] ?? '')).toBe(Date.parse(headers['ce_time'] ?? ''));
  });
});
