import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type Continuation } from '#journey';
import {
  BrowserWithPages,
  describeInBrowser,
  eventually,
  startBackbone,
  temporaryDirectory,
} from '#testing';

jest.setTimeout(180_000);

describeInBrowser('somebody who opens the link of a hand-off in a browser', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let backbone: Awaited<ReturnType<typeof startBackbone>>;
  let browser: BrowserWithPages;
  let journey: string;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    backbone = await startBackbone(directory.path);
    browser = await BrowserWithPages.start();
    const identifiers = [{ scheme: 'cookie', value: 'c-1' }];
    const web = { channel: 'web', source: '//bank.example/apply', identifiers };
    const data = { fullName: 'Ana Silva', income: 52_000 };
    await backbone.post('/v1/interactions', [
      { ...web, id: '1', type: 'application.started' },
      { ...web, id: '2', type: 'application.details-submitted', data },
    ]);
    await eventually('the details are there', async () => {
      const [found] = await continuations();
      journey = found?.journeyId ?? '';
      return found?.fields['fullName']?.status === 'collected';
    });
  });
  afterAll(async () => {
    await browser.stop();
    await backbone.process.kill();
    await directory.remove();
  });

  async function continuations(): Promise<readonly Continuation[]> {
    const found = await backbone.get('/v1/continuations?scheme=cookie&value=c-1');
    return (found as { continuations: readonly Continuation[] }).continuations;
  }
  async function link(): Promise<string> {
    const asked = { to: 'web', channel: 'phone', link: `${backbone.address}/handoff` };
    const made = await backbone.post(`/v1/journeys/${journey}/handoffs`, asked);
    return (made as { url: string }).url;
  }

  it('sees where it leads, goes on by the button, and reads where they were; the address keeps no token', async () => {
    const page = await browser.page();
    await page.goto(await link());
    await page.getByRole('heading', { name: 'Credit card application' }).waitFor();
    expect(page.url()).toBe(`${backbone.address}/handoff`);
    await page.getByText('15 minutes').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('Prove who you are').waitFor();
    expect(await page.textContent('body')).not.toMatch(/Ana|52000/);
    await page.reload();
    await page.getByText('Prove who you are').waitFor();
    await eventually('the journey knows', async () => {
      const [found] = await continuations();
      return found?.lastChannel === 'web' && found.recent.at(-1)?.channel === 'web';
    });
    expect(browser.complaints).toEqual([]);
  });

  it('gets on without scripts, too', async () => {
    const page = await browser.page({ javaScriptEnabled: false });
    const url = await link();
    await page.goto(url);
    await page.getByRole('textbox').fill(url.slice(url.indexOf('#')));
    await page.getByRole('button').click();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('Prove who you are').waitFor();
  });

  it('is told what is wrong with a link that was used', async () => {
    const url = await link();
    for (const sentence of ['Prove who you are', 'This hand-off was used already']) {
      const page = await browser.page();
      await page.goto(url);
      const goOn = page.getByRole('button', { name: 'Go on' });
      const heading = page.getByRole('heading', { name: sentence });
      await goOn.or(heading).waitFor();
      if (await goOn.isVisible()) await goOn.click();
      await page.getByText(sentence).waitFor();
    }
  });
});
