/** Once before all specs: everybody signs in, three plans are issued so that every test has bills of its own, and one payment goes all the way. */
import { test as setup, expect, type APIRequestContext, type Browser } from '@playwright/test';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { bank } from './bank';
import { asker, billRowSchema, type BillRow } from './console-api';
import { PAIRS, POOL } from './fixtures';
import { SETTLED, type Ids } from './pages';
import { APP_URL, firstPayer, MAIN_PAYER, person, ROLES, SHARED, signedInFile, type Institution, type Role } from './place';
import { zh } from './words';

setup.use({ baseURL: APP_URL });

/** The second institution is there to be kept out. */
const PEOPLE: readonly (readonly [Role, Institution])[] = [
  ...ROLES.map((role) => [role, 'sunshine'] as const), ['administrator', 'bafang-park'], ['finance-manager', 'bafang-park'],
];

/** Payers whom a test calls by their number. */
const RESERVED = [MAIN_PAYER, firstPayer('sunshine').number];

setup.describe.configure({ mode: 'serial' });

setup('everybody signs in at the page', async ({ browser }) => {
  mkdirSync(SHARED, { recursive: true });
  await Promise.all(PEOPLE.map(async ([role, institution]) => {
    const context = await browser.newContext({ baseURL: APP_URL, locale: 'zh-CN' });
    const page = await context.newPage();
    const { email, password } = person(role, institution);
    await page.goto('/sign-in');
    await page.getByLabel(zh('identity.signIn.email')).fill(email);
    await page.getByLabel(zh('identity.signIn.password')).fill(password);
    await page.getByRole('button', { name: zh('identity.signIn.submit') }).click();
    await expect(page).toHaveURL(/\/today$/);
    await context.storageState({ path: signedInFile(role, institution) });
    await context.close();
  }));
});

setup('bills for every test', async ({ playwright }) => {
  const request = await playwright.request.newContext({ baseURL: APP_URL, storageState: signedInFile('administrator', 'sunshine') });
  const ask = asker(request);
  const bills: BillRow[] = [];
  const stamp = Date.now().toString(36);
  const pairs: (readonly [BillRow, BillRow])[] = [];
  for (const code of [`e2e-a-${stamp}`, `e2e-b-${stamp}`, `e2e-c-${stamp}`]) {
    const { planId } = await ask('fee-plans.create', { template: 'kindergarten-monthly', code }, z.object({ planId: z.string() }));
    await ask('fee-plans.activate', { planId, version: 1 }, z.unknown());
    const cycles = await ask('bill-cycles.list', {}, z.array(z.object({ planId: z.string(), cycleKey: z.string() })));
    const cycleKey = cycles.find((one) => one.planId === planId)?.cycleKey;
    const { runId } = await ask('bill-runs.request', { planId, cycleKey }, z.object({ runId: z.string() }));
    await expect.poll(async () => (await ask('bill-runs.get', { id: runId }, z.object({ status: z.string() }))).status, { timeout: 30_000 }).toBe('done');
    const { rows } = await ask('bills.list', { planId }, z.object({ rows: z.array(billRowSchema) }));
    const theirs = rows.filter((bill) => !RESERVED.includes(bill.payerNumber)).sort((a, b) => (a.payerNumber < b.payerNumber ? -1 : 1));
    pairs.push([theirs.shift()!, theirs.shift()!]);
    bills.push(...theirs);
  }
  writeFileSync(POOL, JSON.stringify(bills));
  writeFileSync(PAIRS, JSON.stringify(pairs));
  await request.dispose();
});

setup('one payment that went all the way, with a refund asked for and a word of its payer that something is wrong', async ({ playwright, browser }) => {
  const bills = z.array(billRowSchema).parse(JSON.parse(readFileSync(POOL, 'utf8')));
  const bill = bills.at(-1)!;
  writeFileSync(POOL, JSON.stringify(bills.filter(({ payerId }) => payerId !== bill.payerId)));
  const clerk = await playwright.request.newContext({ baseURL: APP_URL, storageState: signedInFile('accountant', 'sunshine') });
  const ask = asker(clerk);
  const { path } = await ask('payers.link', { id: bill.payerId }, z.object({ path: z.string() }));
  const bearer = { authorization: `Bearer ${decodeURIComponent(path.slice(path.lastIndexOf('/') + 1))}` };
  const order = { billIds: [bill.id], expectedMinor: bill.total.minor, method: 'wechat', idempotencyKey: `e2e-settled-${bill.id}` };
  const intake = await clerk.post('/api/pay/intake', { data: order, headers: bearer });
  const { paymentId } = z.object({ paymentId: z.string() }).parse(await intake.json());
  const detail = () => ask('payments.get', { id: paymentId }, settledSchema);
  await expect.poll(async () => (await detail()).attempts.at(-1)?.status).toBe('accepted');
  await bank.pay('wechat', (await detail()).attempts.at(-1)!.orderNo);
  await expect.poll(async () => (await detail()).receipt !== null, { timeout: 30_000 }).toBe(true);
  const request = { paymentId, amount: '1.00', reason: 'goodwill', note: '', idempotencyKey: `e2e-settled-${bill.id}` };
  const { refundId, approvalId } = await ask('refunds.request', request, z.object({ refundId: z.string(), approvalId: z.string() }));
  const dispute = await disputed(browser, path, paymentId, clerk);
  const { vouchers, receipt } = await detail();
  const { planId } = await ask('bills.get', { id: bill.id }, z.object({ planId: z.string() }));
  const ids: Ids = {
    plan: planId, bill: bill.id, payer: bill.payerId, payment: paymentId, refund: refundId, approval: approvalId,
    voucher: vouchers[0]!.entryId, receipt: receipt!.verifyCode, dispute,
  };
  writeFileSync(SETTLED, JSON.stringify(ids));
  await clerk.dispose();
});

/** What the payer says is wrong, said at their own page; the number the desk gives it. */
async function disputed(browser: Browser, link: string, paymentId: string, clerk: APIRequestContext): Promise<string> {
  const context = await browser.newContext({ baseURL: APP_URL, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(link);
  await expect(page).toHaveURL(/\/pay$/);
  await page.goto(`/pay/dispute/${paymentId}`);
  await page.getByRole('textbox', { name: zh('pay.dispute.words') }).fill('金额与通知不符，请核对午餐费。');
  await page.getByRole('button', { name: zh('pay.dispute.submit') }).click();
  await expect(page.getByText(zh('pay.dispute.asked'), { exact: true })).toBeVisible();
  await context.close();
  const desk = await (await clerk.get('/reconciliation/disputes')).text();
  return /\/reconciliation\/disputes\/([a-z]+_[0-9A-Z]+)/.exec(desk)![1]!;
}

const settledSchema = z.object({
  attempts: z.array(z.object({ orderNo: z.string(), status: z.string() })), vouchers: z.array(z.object({ entryId: z.string() })),
  receipt: z.object({ verifyCode: z.string() }).nullable(),
});
