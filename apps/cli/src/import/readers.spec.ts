import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type OpenedFile, openFile } from './open-file.js';
import { readCsv } from './read-csv.js';
import { readNdjson } from './read-ndjson.js';
import { readXes } from './read-xes.js';
import type { SourceRow } from './source-row.js';

const XES = `<?xml version="1.0"?>
<log xes.version="1.0">
  <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
  <trace>
    <string key="concept:name" value="173688"/>
    <event>
      <string key="concept:name" value="A_SUBMITTED"/>
      <date key="time:timestamp" value="2011-10-01T00:38:44.546+02:00"/>
      <boolean key="urgent" value="true"/>
    </event>
    <event><string key="concept:name" value="A_ACCEPTED"><string key="nested" value="ignored"/></string></event>
    <int key="AMOUNT_REQ" value="20000"/>
  </trace>
  <trace><string key="concept:name" value="173691"/><event><string key="concept:name" value="A_SUBMITTED"/></event></trace>
</log>`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-import-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function rowsOf(
  read: (stream: OpenedFile['content'], name: string) => AsyncIterable<SourceRow>,
  content: string | Buffer,
): Promise<SourceRow[]> {
  const file = join(folder, 'events');
  await writeFile(file, content);
  const rows: SourceRow[] = [];
  for await (const row of read((await openFile(file)).content, 'events')) rows.push(row);
  return rows;
}

describe('reading an XES log', () => {
  it('gives events in file order, with their trace attributes wherever those stand', async () => {
    const rows = await rowsOf(readXes, XES);
    expect(rows).toEqual([
      {
        index: 0,
        indexInCase: 0,
        event: {
          'concept:name': 'A_SUBMITTED',
          'time:timestamp': '2011-10-01T00:38:44.546+02:00',
          urgent: true,
        },
        case: { 'concept:name': '173688', AMOUNT_REQ: 20000 },
      },
      {
        index: 1,
        indexInCase: 1,
        event: { 'concept:name': 'A_ACCEPTED' },
        case: { 'concept:name': '173688', AMOUNT_REQ: 20000 },
      },
      {
        index: 2,
        indexInCase: 0,
        event: { 'concept:name': 'A_SUBMITTED' },
        case: { 'concept:name': '173691' },
      },
    ]);
  });

  it('reads a gzipped log alike, whatever it is called', async () => {
    expect(await rowsOf(readXes, gzipSync(XES))).toEqual(await rowsOf(readXes, XES));
  });

  it.each([
    ['cut short', XES.slice(0, 400), /unclosed|end/i],
    ['not an XES log', '<html></html>', /not an XES log/],
    ['a number that is none', XES.replace('value="20000"', 'value="many"'), /AMOUNT_REQ .*"many"/],
  ])('refuses a file that is %s, saying where', async (_what, content, message) => {
    await expect(rowsOf(readXes, content)).rejects.toThrow(message);
  });

  it.each([
    ['XES', readXes, XES],
    ['CSV', readCsv, `id,type\n${'1,a\n'.repeat(1_000)}`],
    ['NDJSON', readNdjson, '{"id":1}\n'.repeat(1_000)],
  ] as const)('refuses %s in a gzip that is cut short', async (_format, read, content) => {
    const packed = gzipSync(content);
    await expect(rowsOf(read, packed.subarray(0, packed.length - 12))).rejects.toThrow(
      /^events: .*unexpected end/i,
    );
  });
});

describe('reading CSV and NDJSON', () => {
  it('gives a CSV row as its columns', async () => {
    const rows = await rowsOf(readCsv, '\ufeffid,type\n1,"a, b"\n\n2,c\n');
    expect(rows.map((row) => row.event)).toEqual([
      { id: '1', type: 'a, b' },
      { id: '2', type: 'c' },
    ]);
  });

  it('names the line of a CSV row with too many columns', async () => {
    await expect(rowsOf(readCsv, 'id,type\n1,a\n2,b,c\n')).rejects.toThrow(/^events:3: /);
  });

  it('names the line of NDJSON that is not an object', async () => {
    await expect(rowsOf(readNdjson, '{"id":1}\n[1]\n')).rejects.toThrow(/^events:2: /);
    await expect(rowsOf(readNdjson, '{"id":1}\n{"id":\n')).rejects.toThrow(/^events:2: /);
  });
});
