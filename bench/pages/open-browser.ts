/** A Chromium that Lighthouse can talk to beside Playwright, and what a page's scripts weigh when nothing is cached. */
import { chromium, type Browser } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import { freePort } from '@/scripts/postgres/server';
import type { PayerPage } from './payer-pages';

export interface Script {
  readonly path: string;
  /** Bytes of the body as it travels, gzip. */
  readonly bytes: number;
}
export interface Opened {
  readonly browser: Browser;
  readonly port: number;
  scriptsOf(page: PayerPage): Promise<Script[]>;
  close(): Promise<void>;
}

const QUIET_MS = 1_500;

export async function openBrowser(executablePath: string | undefined): Promise<Opened> {
  const port = await freePort();
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [
      `--remote-debugging-port=${port}`, '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic',
      ...(root ? ['--no-sandbox'] : []),
    ],
  });
  return { browser, port, close: () => browser.close(), scriptsOf: (page) => scriptsOf(browser, page) };
}

/** Every script the page asks for until it is quiet; a file's weight is its gzip, whatever the cache or the wire did. */
async function scriptsOf(browser: Browser, { url, cookie }: PayerPage): Promise<Script[]> {
  const context = await browser.newContext({ extraHTTPHeaders: { cookie }, locale: 'zh-CN' });
  try {
    const page = await context.newPage();
    const found = new Map<string, Promise<number>>();
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (response.request().resourceType() === 'script' && response.ok()) found.set(pathname, response.body().then((body) => gzipSync(body).length));
    });
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForTimeout(QUIET_MS);
    return await Promise.all([...found].map(async ([path, bytes]) => ({ path, bytes: await bytes })));
  } finally {
    await context.close();
  }
}
