/** Every payer page on the narrowest phone, in both languages and every theme: nothing sticks out, every word has contrast, every rule of axe holds. */
import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { Theme } from '@/i18n/locale';
import { test, expect } from '../fixtures';
import { settled } from '../pages';
import { APP_URL } from '../place';
import type { Locale } from '../words';
import { inspect, listen, sticksOut, wear, type Problems } from './inspect';

const NARROW = { viewport: { width: 320, height: 640 } };
/** The page stays; only its theme is exchanged, and what a theme can change is looked at again. */
const OTHER_THEMES: readonly Theme[] = ['dark', 'contrast'];

test.describe.configure({ mode: 'parallel', timeout: 120_000 });

for (const locale of ['zh-CN', 'en'] as const satisfies readonly Locale[]) {
  test(`the payer’s screens at 320 px in every theme, ${locale}`, async ({ payerOf, stranger, freshBill }) => {
    const problems: Problems = [];
    const bill = freshBill();
    const [payer, paid, nobody] = [await payerOf(bill, NARROW), await payerOf({ ...bill, payerId: settled().payer }, NARROW), await stranger(NARROW)];
    const light = { locale, width: 320, theme: 'light' as const, axe: 'all' as const };
    for (const page of [payer, paid, nobody]) {
      await wear(page.context(), light);
      listen(page, problems);
    }
    const see = async (page: Page, path: string, name: string) => {
      await page.goto(path);
      await inspect(page, name, light, problems);
      for (const theme of OTHER_THEMES) {
        await page.evaluate((wanted) => { document.documentElement.dataset['theme'] = wanted; }, theme);
        await inspect(page, name, { ...light, theme, axe: 'colour' }, problems);
      }
      await page.evaluate(() => { document.documentElement.style.fontSize = '150%'; });
      const wide = await sticksOut(page);
      if (wide) problems.push(`${name} in large type: ${wide}`);
    };
    await see(payer, '/pay', 'pay-1-owed');
    await see(payer, `/pay/method?bill=${bill.id}`, 'pay-2-method');
    const order = { billIds: [bill.id], expectedMinor: bill.total.minor, method: 'wechat', idempotencyKey: `e2e-narrow-${bill.id}` };
    const started = await payer.request.post('/api/pay/intake', { data: order, headers: { origin: APP_URL } });
    const { paymentId } = z.object({ paymentId: z.string() }).parse(await started.json());
    await see(payer, `/pay/go/${paymentId}`, 'pay-3-go');
    await see(payer, `/pay/outcome/${paymentId}`, 'pay-4-outcome-waiting');
    const { payment, receipt } = settled();
    const after = [[`/pay/outcome/${payment}`, 'pay-6-outcome-paid'], [`/receipt/${receipt}`, 'pay-7-receipt'], ['/pay/history', 'pay-8-history'],
      [`/pay/refund/${payment}`, 'pay-9-refund'], [`/pay/invoice/${payment}`, 'pay-10-invoice'], [`/pay/dispute/${payment}`, 'pay-11-dispute']] as const;
    for (const [path, name] of after) await see(paid, path, name);
    for (const [path, name] of [['/find?lost=1', 'find'], ['/pay/sunshine', 'look-up'], ['/pay/open/x', 'pay-open-once']] as const) await see(nobody, path, name);
    expect(problems).toEqual([]);
  });
}
