/**
 * Every screen in both languages, on a desk, a phone and the narrowest phone, in three themes: nothing sticks out, nothing is left untranslated, nothing
 * shuts anybody out.
 */
import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { expect, test } from '../fixtures';
import { DESKS, detailsOf, settled } from '../pages';
import { APP_URL, BANK_URL, dayInShanghai, type Role } from '../place';
import { zh, type Locale } from '../words';
import { prepare, see, seeLarge, type Problems } from './inspect';

const nameOf = (path: string): string => path.replace(/^\//, '').replace(/\/(?:[a-z]+_[0-9A-Z]+)/, '-detail').replace(/[?&=/]+/g, '-') || 'home';
/** Desks an administrator has no part in. */
const FINANCE = ['/payments/suspense', '/refunds/batch'] as const;
const desks = DESKS.filter((path) => !(FINANCE as readonly string[]).includes(path));
const day = dayInShanghai();
const moreDetails = (): readonly string[] => [
  ...detailsOf(settled()), '/ledger/1122', `/reconciliation/wechat/${day}`, `/reconciliation/wechat/${day}/close`, `/reconciliation/wechat/${day}/matched`,
];
/** In parts that a loaded machine walks within the time of one test. */
const WALKS: readonly (readonly [string, Role, () => readonly string[]])[] = [
  ['one half of the console’s desks', 'administrator', () => [...desks.filter((_, at) => at % 2 === 0), '/channels/wechat']],
  ['the other half of the console’s desks', 'administrator', () => desks.filter((_, at) => at % 2 === 1)],
  ['the console’s details', 'finance-manager', () => [...FINANCE, ...moreDetails()]],
];
const STRANGERS = ['/find', '/find?lost=1', '/pay/sunshine', '/pay/open/x', '/pay/account', '/pay/account?asked', '/pay/account/open/x', '/sign-in', '/sign-in/forgot', '/sign-in/forgot?asked', '/sign-in/reset/gone', '/sign-in/invitation/gone', '/sign-up', '/nowhere'];

test.describe.configure({ mode: 'parallel', timeout: 180_000 });
// Problems are told in words; recording every change of width would take longer than looking at it.
test.use({ trace: 'off' });

for (const locale of ['zh-CN', 'en'] as const satisfies readonly Locale[]) {
  for (const [what, role, pathsOf] of WALKS) {
    test(`${what}, ${locale}`, async ({ enter }) => {
      const problems: Problems = [];
      const page = await enter(role);
      await prepare(page, locale, problems);
      for (const path of pathsOf()) await see(page, path, nameOf(path), locale, problems);
      expect(problems).toEqual([]);
    });
  }

  test(`the page of an invitation, ${locale}`, async ({ enter, stranger }) => {
    const problems: Problems = [];
    const admin = await enter('administrator');
    await admin.goto('/people');
    await admin.getByRole('button', { name: zh('identity.people.invite') }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel(zh('identity.people.email')).fill(`look-${locale}@sunshine.demo`.toLowerCase());
    await dialog.getByLabel(zh('identity.people.name')).fill('来看看');
    await dialog.getByRole('checkbox').first().check();
    await dialog.getByRole('button', { name: zh('identity.people.create') }).click();
    const link = await dialog.getByText(/\/sign-in\/invitation\//).innerText();
    const page = await stranger();
    await prepare(page, locale, problems);
    await see(page, new URL(link.trim()).pathname, 'sign-in-invitation', locale, problems);
    expect(problems).toEqual([]);
  });

  test(`the payer’s screens, ${locale}`, async ({ payerOf, stranger, freshBill }) => {
    const problems: Problems = [];
    const bill = freshBill();
    const { payment, receipt, payer } = settled();
    const [owing, paid, nobody] = [await payerOf(bill, {}), await payerOf({ ...bill, payerId: payer }, {}), await stranger()];
    for (const page of [owing, paid, nobody]) await prepare(page, locale, problems);
    const owes = (path: string, name: string) => seeLarge(owing, path, name, locale, problems);
    await owes('/pay', 'pay-1-owed');
    await owes(`/pay/part?bill=${bill.id}`, 'pay-1-part');
    await owes(`/pay/method?bill=${bill.id}`, 'pay-2-method');
    const order = { billIds: [bill.id], expectedMinor: bill.total.minor, method: 'wechat', idempotencyKey: `e2e-look-${bill.id}` };
    const started = await owing.request.post('/api/pay/intake', { data: order, headers: { origin: APP_URL } });
    const { paymentId } = z.object({ paymentId: z.string() }).parse(await started.json());
    await owes(`/pay/go/${paymentId}`, 'pay-3-go');
    await owes(`/pay/outcome/${paymentId}`, 'pay-4-outcome-waiting');
    await owes('/pay', 'pay-5-under-way');
    const after = [[`/pay/outcome/${payment}`, 'pay-6-outcome-paid'], [`/receipt/${receipt}`, 'pay-7-receipt'], ['/pay/history', 'pay-8-history'],
      [`/pay/refund/${payment}`, 'pay-9-refund'], [`/pay/invoice/${payment}`, 'pay-10-invoice'], [`/pay/dispute/${payment}`, 'pay-11-dispute']] as const;
    for (const [path, name] of after) await seeLarge(paid, path, name, locale, problems);
    for (const path of STRANGERS) await seeLarge(nobody, path, nameOf(path), locale, problems);
    expect(problems).toEqual([]);
  });
}

test('no page is left out of the walk', () => {
  const walked = [...desks, ...FINANCE, ...moreDetails(), '/channels/wechat', ...STRANGERS, ...PAYERS, '/'].map((path) => path.split('?')[0]!);
  const left = pagesIn('app').filter((page) => !walked.some((path) => patternOf(page).test(path)));
  expect(left).toEqual([]);
});
const PAYERS = ['/pay', '/pay/method', '/pay/part', '/pay/history', ...['go', 'outcome', 'refund', 'invoice', 'dispute'].map((what) => `/pay/${what}/x`), '/receipt/x'];
const patternOf = (page: string): RegExp => new RegExp(`^${page.replace(/\[\w+\]/g, '[^/]+')}$`);
/** Addresses of the folder's pages; groups in brackets are no part of an address. */
const pagesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /(^|\/)page\.tsx$/.test(file)).map((file) => `/${file.replace(/(^|\/)page\.tsx$/, '').replace(/\(\w+\)\//g, '')}`);

test('the bank’s own page is in the payer’s language too', async ({ stranger }) => {
  const page = await stranger({ locale: 'en-GB' });
  await page.goto(`${BANK_URL}/`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
