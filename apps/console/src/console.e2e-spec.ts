import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type Page } from 'playwright-core';
import { BrowserWithPages, describeInBrowser, startBackbone, temporaryDirectory } from '#testing';

jest.setTimeout(180_000);

const NASTY = '<img src=x onerror="document.title=1">';
const ANA = [{ scheme: 'email', value: 'ana@example.org', verified: true }];
const DETAILS = {
  fullName: NASTY,
  email: 'ana@example.org',
  phone: '+61412345678',
  income: 52_000,
};
const WEB = { channel: 'web', source: '//bank.example/apply', identifiers: ANA };

describeInBrowser('the console', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let backbone: Awaited<ReturnType<typeof startBackbone>>;
  let browser: BrowserWithPages;
  let page: Page;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    backbone = await startBackbone(directory.path);
    browser = await BrowserWithPages.start();
    page = await browser.page({ viewport: { width: 1280, height: 860 } });
  });

  afterAll(async () => {
    await browser.stop();
    await backbone.process.kill();
    await directory.remove();
  });

  it('says that nothing is there yet, and how that changes', async () => {
    await page.goto(backbone.address);
    await page.getByText('No journeys yet').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
  });

  it('shows a journey that begins while it looks, and the step an agent takes, without a reload', async () => {
    await page.evaluate('window.sameDocument = true');
    await backbone.post('/v1/interactions', { ...WEB, type: 'application.started' });
    await page.locator('#journeys').getByText('Your details').waitFor();
    await backbone.post('/v1/interactions', {
      ...WEB,
      type: 'application.details-submitted',
      data: DETAILS,
    });
    await page.locator('#journeys').getByText('Prove who you are').waitFor();
    await page
      .locator('.states li', { hasText: 'Prove who you are' })
      .getByText('1', { exact: true })
      .waitFor();

    await page.locator('#journeys a').click();
    await page.locator('.standing').getByText('Prove who you are').waitFor();
    const call = {
      channel: 'phone',
      source: '//bank.example/ivr',
      identifiers: ANA,
      type: 'call.started',
    };
    await backbone.post('/v1/interactions', call);
    await page.locator('.lanes').getByText('phone').waitFor();

    const journeyId = (await page.locator('.journey-head code').textContent()) ?? '';
    const desk = `/v1/desk/journeys/${journeyId}`;
    await backbone.post(`${desk}/claim`, { agent: 'jo' });
    const step = { agent: 'jo', type: 'identity.verified', data: { idNumber: 'N1', score: 0.93 } };
    await backbone.post(`${desk}/steps`, step);
    await page.locator('.swimlanes').getByText('Identity verified').waitFor();
    await page.locator('.standing').getByText('We check your credit').waitFor();
    await page.getByText('jo is working on it').waitFor();
    expect(await page.evaluate('window.sameDocument')).toBe(true);
  });

  it('shows a customer’s value as text, whatever it looks like', async () => {
    await page.locator('td', { hasText: NASTY }).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(browser.complaints).toEqual([]);
  });

  it('is worked by the keyboard: / searches, Escape leaves, an identifier finds its customer', async () => {
    await page.locator('#main').focus();
    await page.keyboard.press('/');
    await page.keyboard.type('nobody@example.org');
    await page.getByText('No journey found').waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('ana@example.org');
    await page.locator('#journeys').getByText('We check your credit').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('.standing').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.definitions').waitFor();
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const journeyId = await page.locator('#journeys a').getAttribute('href');
    for (const place of ['#/', journeyId ?? '']) {
      await page.goto(`${backbone.address}/${place}`);
      await page.locator(place === '#/' ? '.definitions' : '.journey').waitFor();
      const overflow = 'document.documentElement.scrollWidth - window.innerWidth';
      expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    }
  });

  it('says that it is offline, and goes on by itself when Throughline is back', async () => {
    await page.goto(`${backbone.address}/#/`);
    await page.getByText('Live', { exact: true }).waitFor();
    await backbone.process.kill();
    await page.getByText('Offline, trying again…').waitFor();
    const { port } = new URL(backbone.address);
    backbone = await startBackbone(directory.path, backbone.key, port);
    await page.getByText('Live', { exact: true }).waitFor();
    const other = [{ scheme: 'email', value: 'bo@example.org', verified: true }];
    await backbone.post('/v1/interactions', {
      ...WEB,
      type: 'application.started',
      identifiers: other,
    });
    await page.locator('#journeys').getByText('Your details').waitFor();
  });
});
