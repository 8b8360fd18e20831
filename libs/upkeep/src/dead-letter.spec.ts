import { expect, it } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import { deadLetterOf } from './dead-letter.js';

it('a dead letter is made also of a record whose time no calendar has', async () => {
  const codec = await createCodec(fileRegistry());
  const record = {
    topic: 't',
    partition: 0,
    offset: 4,
    timestamp: 9e15,
    key: null,
    value: null,
    headers: {},
  };
  const error = new Error('cannot');
  const letter = deadLetterOf(codec, { record, error, group: 'desk', handler: 0, time: 9e15 });
  expect(letter.headers).toEqual({
    ce_specversion: '1.0',
    ce_id: 'dl-desk-t-0-4-0',
    ce_source: '//throughline/desk',
    ce_type: 'throughline.dead-letter',
    'content-type': 'application/avro',
  });
});
