import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);
const PAGE_TIMEOUT_MS = 60_000;

/** Specs that look at pages in Chromium. Where it is not installed they are skipped, and say so; with CI=true they fail. */
export function describeInBrowser(title: string, specs: () => void): void {
  if (CHROMIUM !== undefined) describe(title, specs);
  else if (process.env['CI'] === 'true')
    throw new Error(`${title}: this is tested in Chromium: install it (apt-get install chromium).`);
  else describe.skip(`${title} (not tested: Chromium is not installed)`, specs);
}

/** Chromium, and what its pages complained of. */
export class BrowserWithPages {
  /** Errors of scripts, and what the content security policy forbade. */
  readonly complaints: string[] = [];

  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<BrowserWithPages> {
    const { chromium } = await import('playwright-core');
    const browser = await chromium.launch({
      ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
      args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking'],
    });
    return new BrowserWithPages(browser);
  }

  /** A page of a visitor of its own: no cookie and no storage of another one's. */
  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.browser.newPage(options);
    page.setDefaultTimeout(PAGE_TIMEOUT_MS);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) this.complaints.push(message.text());
    });
    return page;
  }

  stop(): Promise<void> {
    return this.browser.close();
  }
}
