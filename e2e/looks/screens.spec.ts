/** Every screen in both languages on a phone and on a desk: nothing sticks out, nothing is left untranslated, nothing shuts anybody out. */
import { z } from 'zod';
import { expect, test } from '../fixtures';
import { DESKS, detailsOf, settled } from '../pages';
import { APP_URL, BANK_URL, dayInShanghai, type Role } from '../place';
import { inspect, listen, wear, type Look, type Problems } from './inspect';

const HEIGHT: Readonly<Record<number, number>> = { 360: 780, 1440: 900 };
const nameOf = (path: string): string => path.replace(/^\//, '').replace(/\/(?:[a-z]+_[0-9A-Z]+)/, '-detail').replace(/[?&=/]+/g, '-') || 'home';
const LOOKS: readonly Look[] = [
  { locale: 'zh-CN', width: 360, axe: 'layout' }, { locale: 'en', width: 1440, axe: 'all' },
  { locale: 'en', width: 360, axe: 'none' }, { locale: 'zh-CN', width: 1440, axe: 'none' },
];
/** Desks an administrator has no part in. */
const FINANCE = ['/payments/suspense', '/refunds/batch'] as const;
const desks = DESKS.filter((path) => !(FINANCE as readonly string[]).includes(path));
/** In parts that a loaded machine walks within the time of one test. */
const WALKS: readonly (readonly [string, Role, () => readonly string[]])[] = [
  ['one half of the console’s desks', 'administrator', () => desks.filter((_, at) => at % 2 === 0)],
  ['the other half of the console’s desks', 'administrator', () => desks.filter((_, at) => at % 2 === 1)],
  ['the console’s details', 'finance-manager', () => [...FINANCE, ...detailsOf(settled()), `/reconciliation/wechat/${dayInShanghai()}`]],
];
const viewport = ({ width }: Look) => ({ viewport: { width, height: HEIGHT[width] ?? 900 } });

test.describe.configure({ mode: 'parallel', timeout: 180_000 });

for (const look of LOOKS) {
  for (const [what, role, pathsOf] of WALKS) {
    test(`${what}, ${look.locale} at ${look.width} px`, async ({ enter }) => {
      const problems: Problems = [];
      const page = await enter(role, 'sunshine', viewport(look));
      await wear(page.context(), look);
      listen(page, problems);
      for (const path of pathsOf()) {
        await page.goto(path);
        await inspect(page, nameOf(path), look, problems);
      }
      expect(problems).toEqual([]);
    });
  }

  test(`the payer’s screens, ${look.locale} at ${look.width} px`, async ({ payerOf, stranger, freshBill }) => {
    const problems: Problems = [];
    const bill = freshBill();
    const page = await payerOf(bill, viewport(look));
    await wear(page.context(), look);
    listen(page, problems);
    const see = async (path: string, name: string) => {
      await page.goto(path);
      await inspect(page, name, look, problems);
    };
    await see('/pay', 'pay-1-owed');
    await see(`/pay/method?bill=${bill.id}`, 'pay-2-method');
    const order = { billIds: [bill.id], expectedMinor: bill.total.minor, method: 'wechat', idempotencyKey: `e2e-look-${bill.id}` };
    const started = await page.request.post('/api/pay/intake', { data: order, headers: { origin: APP_URL } });
    const { paymentId } = z.object({ paymentId: z.string() }).parse(await started.json());
    await see(`/pay/go/${paymentId}`, 'pay-3-go');
    await see(`/pay/outcome/${paymentId}`, 'pay-4-outcome-waiting');
    await see('/pay', 'pay-5-under-way');
    const payer = await payerOf({ ...bill, payerId: settled().payer }, viewport(look));
    await wear(payer.context(), look);
    listen(payer, problems);
    const { payment, receipt } = settled();
    const after = { [`/pay/outcome/${payment}`]: 'pay-6-outcome-paid', [`/receipt/${receipt}`]: 'pay-7-receipt', '/pay/history': 'pay-8-history', [`/pay/refund/${payment}`]: 'pay-9-refund' };
    for (const [path, name] of Object.entries(after)) {
      await payer.goto(path);
      await inspect(payer, name, look, problems);
    }
    const nobody = await stranger(viewport(look));
    await wear(nobody.context(), look);
    listen(nobody, problems);
    for (const path of ['/find', '/find?lost=1', '/pay/sunshine', '/sign-in', '/sign-in/forgot', '/sign-in/forgot?asked', '/sign-in/reset/gone', '/sign-up', '/nowhere']) {
      await nobody.goto(path);
      await inspect(nobody, nameOf(path), look, problems);
    }
    expect(problems).toEqual([]);
  });
}

for (const theme of ['dark', 'contrast'] as const) {
  test(`a few screens in the ${theme} theme`, async ({ enter, payerOf, freshBill }) => {
    const problems: Problems = [];
    const look: Look = { locale: 'zh-CN', width: 1440, theme, axe: 'all' };
    const manager = await enter('finance-manager', 'sunshine', viewport(look));
    await wear(manager.context(), look);
    listen(manager, problems);
    const ids = settled();
    for (const path of ['/today', '/bank-health', '/bills', `/payments/${ids.payment}`, `/approvals/${ids.approval}`, `/bill-items/${ids.plan}`]) {
      await manager.goto(path);
      await inspect(manager, nameOf(path), look, problems);
    }
    const bill = freshBill();
    const payer = await payerOf(bill, { viewport: { width: 360, height: 780 } });
    await wear(payer.context(), look);
    listen(payer, problems);
    for (const path of ['/pay', `/pay/method?bill=${bill.id}`]) {
      await payer.goto(path);
      await inspect(payer, path === '/pay' ? 'pay-1-owed' : 'pay-2-method', look, problems);
    }
    expect(problems).toEqual([]);
  });
}

test('the bank’s own page is in the payer’s language too', async ({ stranger }) => {
  const page = await stranger({ locale: 'en-GB' });
  await page.goto(`${BANK_URL}/`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
