/** What every spec starts from: people signed in, payers with a bill of their own, clients for the console's API. */
import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { wakeful } from './awake';
import { asker, billRowSchema, type Ask, type BillRow } from './console-api';
import { APP_URL, claim, SHARED, signedInFile, type Institution, type Role } from './place';

export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 1 };
export const POOL = join(SHARED, 'bills.json');
/** Bills of two payers who are nobody else's, pair by pair: whoever becomes a family sees each other's bills in every test. */
export const PAIRS = join(SHARED, 'pairs.json');

interface Fixtures {
  /** A browser of one's own, signed in. */
  readonly enter: (role: Role, institution?: Institution, options?: BrowserContextOptions) => Promise<Page>;
  /** A browser of one's own, knowing nobody. */
  readonly stranger: (options?: BrowserContextOptions) => Promise<Page>;
  readonly api: (role: Role, institution?: Institution) => Promise<Ask>;
  /** An open bill that no other test touches. */
  readonly freshBill: () => BillRow;
  /** Open bills of two payers whom no other test touches. */
  readonly freshPair: () => readonly [BillRow, BillRow];
  /** The page of a payer that opened their link; `bill` is theirs. */
  readonly payerOf: (bill: BillRow, options?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  baseURL: APP_URL,
  stranger: async ({ browser }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ baseURL: APP_URL, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
      opened.push(context);
      if (options?.javaScriptEnabled !== false) wakeful(context);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
  enter: async ({ stranger }, use) => {
    await use((role, institution = 'sunshine', options) => stranger({ ...options, storageState: signedInFile(role, institution) }));
  },
  api: async ({ playwright }, use) => {
    const opened: { dispose(): Promise<void> }[] = [];
    await use(async (role, institution = 'sunshine') => {
      const request = await playwright.request.newContext({ baseURL: APP_URL, storageState: signedInFile(role, institution) });
      opened.push(request);
      return asker(request);
    });
    for (const request of opened) await request.dispose();
  },
  freshBill: async ({ browserName: _ }, use) => {
    const pool = z.array(billRowSchema).parse(JSON.parse(readFileSync(POOL, 'utf8')));
    await use(() => {
      const bill = pool.find(({ id }) => claim(id));
      if (!bill) throw new Error('no open bill is left: let people-and-bills.setup.ts issue more');
      return bill;
    });
  },
  freshPair: async ({ browserName: _ }, use) => {
    const pairs = z.array(z.tuple([billRowSchema, billRowSchema])).parse(JSON.parse(readFileSync(PAIRS, 'utf8')));
    await use(() => {
      const pair = pairs.find(([{ id }]) => claim(id));
      if (!pair) throw new Error('no pair of open bills is left: let people-and-bills.setup.ts issue more');
      return pair;
    });
  },
  payerOf: async ({ stranger, api }, use) => {
    await use(async (bill, options = PHONE) => {
      const { path } = await (await api('accountant'))('payers.link', { id: bill.payerId }, z.object({ path: z.string() }));
      const page = await stranger(options);
      await page.goto(path);
      await expect(page).toHaveURL(/\/pay$/);
      return page;
    });
  },
});

export { expect };
