import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory, throughline } from '#testing';

jest.setTimeout(300_000);

describe('throughline export', () => {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeEach(async () => {
    folder = await temporaryDirectory();
  });
  afterEach(() => folder.remove());

  it('draws a shipped journey by its name', async () => {
    const { code, lines } = await throughline(['export', 'card-application@1', '--as', 'mermaid']);
    expect(code).toBe(0);
    expect(lines).toContain('stateDiagram-v2');
    expect(lines.join('\n')).toContain('details --> identity : application.details-submitted');
  });

  it('writes a machine to a file, and import-machine makes the same machine of it again', async () => {
    const machine = join(folder.path, 'machine.json');
    const again = join(folder.path, 'again.json');
    const journey = join(folder.path, 'v1.yaml');
    const exported = await throughline([
      'export',
      'card-application@1',
      '--as',
      'xstate',
      '--out',
      machine,
    ]);
    expect(exported.code).toBe(0);
    expect(exported.errors).toContain('`defer` is only noted in `meta`');
    const args = ['import-machine', machine, '--journey', 'card-application', '--out', journey];
    expect(await throughline(args)).toMatchObject({ code: 0 });
    expect(await throughline(['validate', journey])).toMatchObject({ code: 0 });
    await throughline(['export', journey, '--as', 'xstate', '--out', again]);
    expect(JSON.parse(await readFile(again, 'utf8'))).toEqual(
      JSON.parse(await readFile(machine, 'utf8')),
    );
  });

  it('says which journeys there are when it knows none of that name', async () => {
    const { code, errors } = await throughline(['export', 'card-aplication', '--as', 'scxml']);
    expect(code).toBe(2);
    expect(errors).toContain('card-application@1');
  });

  it('tells what of a machine did not come over, and what the journey still lacks', async () => {
    const machine = join(folder.path, 'door.json');
    const door = {
      initial: 'closed',
      states: {
        closed: { on: { OPEN: { target: 'open', guard: 'hasKey', actions: 'ring' } } },
        open: { type: 'final' },
      },
    };
    await writeFile(machine, JSON.stringify(door));
    const args = ['import-machine', machine, '--journey', 'door', '--starts-on', 'door.seen'];
    const { code, lines, errors } = await throughline(args);
    expect(code).toBe(0);
    expect(lines.join('\n')).toContain('guard: false // hasKey');
    expect(errors).toContain('/states/closed/on/OPEN/guard warning: guard `hasKey` is code');
    expect(errors).toContain('event `OPEN` is called `open` in the journey');
  });

  it('refuses what is no machine, at its place', async () => {
    const machine = join(folder.path, 'wrong.json');
    await writeFile(machine, JSON.stringify({ initial: 'a', states: { a: { on: { x: 'b' } } } }));
    const args = ['import-machine', machine, '--journey', 'wrong', '--starts-on', 'x'];
    const { code, errors } = await throughline(args);
    expect(code).toBe(1);
    expect(errors).toContain('/states/a/on/x/target error: no state is called `b`');
  });
});
