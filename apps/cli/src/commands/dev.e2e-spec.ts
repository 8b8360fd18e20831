import { describe, expect, it, jest } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContinuityFigures } from '#journey';
import { eventually, freePort, startThroughline, temporaryDirectory, throughline } from '#testing';

jest.setTimeout(300_000);

describe('throughline dev --demo', () => {
  it('plays the story to its last line, goes on with traffic, asks nobody twice, and leaves nothing behind', async () => {
    const directory = await temporaryDirectory();
    const port = await freePort();
    const demo = startThroughline(['dev', '--demo'], {
      PORT: String(port),
      DATA_DIR: directory.path,
    });
    try {
      let ended = false;
      void demo.exited.then(() => (ended = true));
      const told = (text: string): boolean => demo.lines.some((line) => line.includes(text));
      await eventually('the demo goes on', () => ended || told('Going on with steady'), 60_000);
      const story = demo.lines.filter((line) => /^(web|phone) {2}/.test(line));
      expect(story).toEqual([
        'web    Ana starts a credit card application.',
        'web    She gives her details. The journey waits: "Prove who you are". She closes the browser.',
        'phone  She calls. The agent\'s screen says: "I already have your details. I only need the number of your passport or identity card."',
        'phone  Jo takes the journey and enters the one thing that is missing.',
        'web    The credit check answers, and Ana\'s browser moves on by itself: "Your offer".',
        'web    She accepts. Started online, continued by phone, finished online; nothing was asked twice.',
      ]);
      const furtherOn = async (): Promise<number> => {
        const page = await fetch(`http://127.0.0.1:${port}/v1/journeys`);
        const { journeys } = (await page.json()) as { journeys: { stateTitle: string }[] };
        return journeys.filter(({ stateTitle }) => stateTitle !== 'Your details').length;
      };
      await eventually('others follow', async () => (await furtherOn()) > 3, 60_000);
    } finally {
      demo.signal('SIGTERM');
    }
    expect(await demo.exited).toBe(0);
    await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow('fetch failed');
    const keys = JSON.parse(await readFile(join(directory.path, 'channel-keys.json'), 'utf8')) as {
      name: string;
      revokedAt: unknown;
    }[];
    expect(keys.filter(({ name }) => name === 'demo')).toEqual([
      expect.objectContaining({ revokedAt: expect.any(Number) }),
    ]);
    const told = await throughline(['figures', '--json'], { DATA_DIR: directory.path });
    const { definitions } = JSON.parse(told.lines.join('')) as { definitions: ContinuityFigures[] };
    expect(definitions).toEqual([
      expect.objectContaining({
        definition: 'card-application',
        repeated: { journeys: 0, rate: 0, fields: {} },
      }),
    ]);
    await directory.remove();
  });
});
