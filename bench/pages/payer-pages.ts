/** Every page a payer meets, with a payer who is really there: three demo payers find their bills; one pays, one waits at a code, one has not begun. */
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Opened } from './open-browser';

export interface PayerPage {
  readonly name: string;
  readonly url: string;
  readonly cookie: string;
}

const demoPayers = z.array(z.object({ institution: z.string(), number: z.string(), phoneLast4: z.string() }));
const INSTITUTION = 'sunshine';
const PAYERS_NEEDED = 3;
const SLOW_MS = 60_000;

export async function payerPages({ browser }: Opened): Promise<PayerPage[]> {
  const [app, demo] = [process.env.BAFANG_URL!, process.env.BAFANG_DEMO!];
  const all = demoPayers.parse(JSON.parse(readFileSync(join(dirname(demo), 'demo-payers.json'), 'utf8'))).filter((p) => p.institution === INSTITUTION);
  const found: Found[] = [];
  for (const payer of all) {
    if (found.length === PAYERS_NEEDED) break;
    const page = await (await browser.newContext({ baseURL: app, locale: 'zh-CN' })).newPage();
    page.setDefaultTimeout(SLOW_MS);
    const bills = await find(page, payer);
    if (bills.length > 0) found.push({ page, bill: bills[0]! });
    else await page.context().close();
  }
  const [fresh, waiting, paying] = found;
  if (!fresh || !waiting || !paying) throw new Error(`fewer than ${PAYERS_NEEDED} demo payers owe anything`);
  const waits = await payWith(waiting, 'wechat');
  const paid = await payWith(paying, 'alipay');
  await paying.page.getByRole('button', { name: '确认付款' }).click();
  const receiptLink = paying.page.locator('a[href^="/receipt/"]');
  await receiptLink.waitFor({ timeout: SLOW_MS });
  const receipt = await receiptLink.getAttribute('href');
  const of = async ({ page }: Found, name: string, path: string): Promise<PayerPage> => ({
    name, url: app + path, cookie: (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; '),
  });
  const pages = [
    { name: 'find', url: `${app}/find`, cookie: '' },
    { name: 'look-up', url: `${app}/pay/${INSTITUTION}`, cookie: '' },
    // A link asks for a press before it is used up or even looked at: any token shows the page.
    { name: 'link-once', url: `${app}/pay/open/no-such-link`, cookie: '' },
    { name: 'account-open', url: `${app}/pay/account/open/no-such-link`, cookie: '' },
    await of(fresh, 'account', '/pay/account'),
    await of(fresh, 'owed', '/pay'),
    await of(fresh, 'part', `/pay/part?bill=${fresh.bill}`),
    await of(fresh, 'method', `/pay/method?bill=${fresh.bill}`),
    await of(waiting, 'code', `/pay/go/${waits}`),
    await of(waiting, 'outcome-waiting', `/pay/outcome/${waits}`),
    await of(paying, 'outcome-paid', `/pay/outcome/${paid}`),
    await of(paying, 'history', '/pay/history'),
    await of(paying, 'refund', `/pay/refund/${paid}`),
    await of(paying, 'invoice', `/pay/invoice/${paid}`),
    await of(paying, 'dispute', `/pay/dispute/${paid}`),
    await of(paying, 'receipt', receipt!),
  ];
  // A page that waits for its payment asks every second: left open, it would run beside every page that is measured.
  for (const { page } of found) await page.context().close();
  return pages;
}

interface Found {
  readonly page: Page;
  readonly bill: string;
}

/** By number and digits, as a stranger does; the bills that can be paid. */
async function find(page: Page, { number, phoneLast4 }: { number: string; phoneLast4: string }): Promise<string[]> {
  await page.goto(`/pay/${INSTITUTION}`);
  await page.locator('input[name="number"]').fill(number);
  await page.locator('input[name="digits"]').fill(phoneLast4);
  await page.locator('main button[type="submit"]').click();
  await page.waitForURL(/\/pay$/);
  return page.locator('input[name="bill"]').evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value));
}

/** The payment's id; the browser stands at the bank's page, or at the code. */
async function payWith({ page, bill }: Found, channel: string): Promise<string> {
  await page.goto(`/pay/method?bill=${bill}`);
  const folded = page.locator('details:not([open])', { has: page.locator(`input[name="channel"][value="${channel}"]`) });
  if (await folded.count()) await folded.locator('summary').click();
  await page.locator(`input[name="channel"][value="${channel}"]`).check();
  let id = '';
  page.on('framenavigated', (frame) => { id ||= /\/pay\/(?:go|outcome)\/([^/?#]+)/.exec(frame.url())?.[1] ?? ''; });
  await page.locator('main form button[type="submit"]').last().click();
  await page.waitForURL((url) => id !== '' || url.pathname.includes('/pay/go/'));
  id ||= /\/pay\/(?:go|outcome)\/([^/?#]+)/.exec(page.url())?.[1] ?? '';
  return id;
}
