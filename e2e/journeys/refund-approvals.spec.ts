/** Money leaves only with the right people: two signatures by five people, a rejection that freezes, a delegation, a refund that came back. */
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { bank } from '../bank';
import type { Ask, BillRow } from '../console-api';
import { expect, test } from '../fixtures';
import { dayInShanghai, person, personOf, withCode, type Person } from '../place';
import { dayBefore } from '../stranger-lines';
import { yuan, zh } from '../words';
import { chooseWay, confirmAtBank, expectPaid, goToMethods, orderOf, payBillWith, paymentIdIn } from './paying';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

const asked = z.object({ refundId: z.string(), approvalId: z.string(), number: z.string() });
const refundNow = z.object({ status: z.string() });
/** A price no other plan has. */
const LARGE = 60_000_123;

test('600,000 yuan go back: a payer pays, one asks, two sign in order, an auditor sees it all', async ({ enter, payerOf, api }) => {
  const admin = await enter('administrator');
  const bill = await test.step('an administrator bills it', () => issueLarge(admin, api('administrator')));
  const payer = await payerOf(bill);
  const paymentId = await test.step('a payer pays it', () => pay(payer, bill, 'alipay'));

  const accountant = await enter('accountant');
  const approvalPath = await test.step('an accountant asks for it back', () => askOnPage(accountant, paymentId, bill.total.minor));
  await test.step('who asked may not sign, and the second signature does not come first', async () => {
    await accountant.goto(approvalPath);
    await expect(accountant.getByText(zh('approvals.cannot.approvals.own-request'))).toBeVisible();
    const early = await enter('finance-director');
    await early.goto(approvalPath);
    await expect(early.getByText(zh('approvals.cannot.approvals.not-your-step'))).toBeVisible();
  });
  await test.step('the finance manager signs first', async () => {
    const manager = await enter('finance-manager');
    await decide(manager, approvalPath, 'approve', bill.total.minor, person('finance-manager'));
    await expect(manager.getByText(zh('approvals.done.signed', { amount: yuan(bill.total.minor) }))).toBeVisible();
    await manager.goto(approvalPath);
    await expect(manager.getByText(zh('approvals.cannot.approvals.already-signed'))).toBeVisible();
  });
  await test.step('the finance director signs second', async () => {
    const director = await enter('finance-director');
    await decide(director, approvalPath, 'approve', bill.total.minor, person('finance-director'));
    await expect(director.getByText(zh('approvals.done.approved', { amount: yuan(bill.total.minor) }))).toBeVisible();
  });
  await test.step('the bank pays it out', () => ended(accountant, paymentId, 'succeeded'));
  await test.step('the auditor reads who signed, and the record in words', async () => {
    const auditor = await enter('auditor');
    await auditor.goto(approvalPath);
    for (const name of ['赵磊', '孙建国']) await expect(auditor.getByText(zh('approvals.step.approve', { name }))).toBeVisible();
    await auditor.goto(`/audit?subject=${approvalPath.split('/').at(-1)}`);
    await expect(auditor.getByText(zh('audit.act.approval.approve')).first()).toBeVisible();
    await expect(auditor.getByText('amountMinor')).toHaveCount(0);
  });
});

test('one item of the bill is asked back; one rejection freezes the request and sets the money free', async ({ enter, payerOf, freshBill, api }) => {
  const bill = freshBill();
  const paymentId = await pay(await payerOf(bill), bill, 'alipay');
  const accountant = await api('accountant');
  const { refundId, approvalPath, minor, label } = await askOneItem(await enter('accountant'), paymentId);
  expect(BigInt(minor)).toBeLessThan(BigInt(bill.total.minor));
  const vice = await enter('vice-president');
  await vice.goto(approvalPath);
  await expect(vice.getByText(`${label} · ${yuan(minor)}`)).toBeVisible();
  await decide(vice, approvalPath, 'reject', minor, person('vice-president'), '凭证不全');
  await expect(vice.getByText(zh('approvals.done.rejected', { amount: yuan(minor) }))).toBeVisible();
  const manager = await enter('finance-manager');
  await manager.goto(approvalPath);
  await expect(manager.getByText(zh('approvals.step.reject', { name: '钱立群' }))).toBeVisible();
  await expect(manager.getByText('凭证不全')).toBeVisible();
  await expect(manager.getByRole('button', { name: zh('approvals.decide.approve', { amount: yuan(minor) }) })).toHaveCount(0);
  await expect.poll(async () => (await accountant('refunds.get', { id: refundId }, refundNow)).status, { timeout: 30_000 }).toBe('rejected');
});

test('a colleague signs for somebody who is away, and it is written who for whom', async ({ enter, stranger, payerOf, freshBill, api }) => {
  const director = await enter('finance-director');
  await test.step('the director lets a colleague sign', async () => {
    await director.goto('/approvals/delegations');
    await director.getByRole('button', { name: zh('approvals.delegation.give') }).click();
    const dialog = director.getByRole('dialog');
    await dialog.getByLabel(zh('approvals.delegation.to')).selectOption({ label: '何平' });
    // Until tomorrow, because a run may go on over midnight.
    await dialog.locator('input[name="from"]').fill(dayInShanghai());
    await dialog.locator('input[name="until"]').fill(dayBefore(-1));
    await dialog.getByLabel(zh('approvals.delegation.reason')).fill('出差');
    await dialog.getByRole('button', { name: zh('approvals.delegation.submit') }).click();
    await expect(director.getByText(zh('approvals.delegation.line', { from: '孙建国', to: '何平' }))).toBeVisible();
  });
  const bill = freshBill();
  const paymentId = await pay(await payerOf(bill), bill, 'alipay');
  const { approvalId } = await (await api('accountant'))('refunds.request', { paymentId, amount: '2.00', reason: 'left', note: 'e2e', idempotencyKey: `e2e-delegate-${paymentId}` }, asked);
  const delegate = await signIn(stranger, personOf('accountant2'));
  await decide(delegate, `/approvals/${approvalId}`, 'approve', '200', personOf('accountant2'));
  await expect(delegate.getByText(zh('approvals.done.approved', { amount: yuan('200') }))).toBeVisible();
  await director.goto(`/approvals/${approvalId}`);
  await expect(director.getByText(zh('approvals.step.approve', { name: '何平' }))).toBeVisible();
  await expect(director.getByText(zh('approvals.step.behalf', { name: '孙建国' }))).toBeVisible();
  await director.goto('/approvals/delegations');
  await director.getByRole('button', { name: zh('approvals.delegation.takeBack') }).click();
  await expect(director.getByText(zh('approvals.delegation.state.taken-back'))).toBeVisible();
});

test('a refund that came back is owed again and goes out by a transfer with a consent of its own', async ({ enter, payerOf, freshBill, api }) => {
  const bill = freshBill();
  const paymentId = await pay(await payerOf(bill), bill, 'wechat');
  const accountant = await api('accountant');
  const { orderNo } = await orderOf(accountant, paymentId);
  await bank.misbehave('refund-succeeded-then-returned', 'wechat', orderNo, { seconds: 2 });
  const { refundId, approvalId } = await accountant('refunds.request', { paymentId, amount: '3.00', reason: 'left', note: 'e2e', idempotencyKey: `e2e-return-${paymentId}` }, asked);
  const vice = await enter('vice-president');
  await decide(vice, `/approvals/${approvalId}`, 'approve', '300', person('vice-president'));
  await expect.poll(async () => (await accountant('refunds.get', { id: refundId }, refundNow)).status, { timeout: 90_000 }).toBe('returned');
  const page = await enter('accountant');
  await page.goto(`/refunds/${refundId}`);
  await expect(page.getByText(zh('refunds.plain.returned'))).toBeVisible();
  await page.getByRole('button', { name: zh('refunds.transfer.open') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(zh('refunds.transfer.holder')).fill('王小明');
  await dialog.getByLabel(zh('refunds.transfer.bank')).fill('工商银行朝阳支行');
  await dialog.getByLabel(zh('refunds.transfer.number')).fill('6222 0202 0001 2345 678');
  await dialog.getByRole('button', { name: zh('refunds.transfer.submit', { amount: yuan('300') }) }).click();
  await expect(page.getByText(zh('refunds.transfer.asked'))).toBeVisible();
  await page.reload();
  await expect(page.getByText(zh('refunds.transfer.replacedBy'))).toBeVisible();
  const manager = await enter('finance-manager');
  await manager.goto('/approvals');
  await expect(manager.getByRole('row').filter({ hasText: zh('approvals.kind.refund-transfer') }).first()).toBeVisible();
});

async function pay(page: Page, bill: BillRow, channel: 'alipay' | 'wechat'): Promise<string> {
  if (channel === 'wechat') {
    await goToMethods(page, bill);
    await chooseWay(page, 'wechat', bill.total.minor);
    const [phone] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: zh('pay.qr.sandboxPhone') }).click()]);
    await confirmAtBank(phone);
  } else {
    await payBillWith(page, bill, channel);
    await confirmAtBank(page);
  }
  await expectPaid(page);
  return paymentIdIn(page);
}

async function decide(page: Page, path: string, decision: 'approve' | 'reject', minor: string, who: Person, reason = ''): Promise<void> {
  await page.goto(path);
  await page.getByRole('button', { name: zh(`approvals.decide.${decision}`, { amount: yuan(minor) }) }).click();
  const dialog = page.getByRole('dialog');
  if (reason) await dialog.getByLabel(zh('approvals.decide.reason')).fill(reason);
  await withCode(who, async (code) => {
    await dialog.getByLabel(zh('common.factor.code')).fill(code);
    await dialog.getByRole('button', { name: zh(`approvals.decide.${decision}`, { amount: yuan(minor) }) }).click();
    await expect(dialog).toHaveCount(0);
  });
}

/** Answers the address of the approval. */
async function askOnPage(accountant: Page, paymentId: string, minor: string): Promise<string> {
  await accountant.goto(`/payments/${paymentId}`);
  await accountant.getByRole('button', { name: zh('payments.request.open') }).click();
  const dialog = accountant.getByRole('dialog');
  await dialog.getByLabel(zh('payments.request.reason')).selectOption('billed-wrongly');
  await expect(dialog.getByText(zh('payments.request.large'))).toBeVisible();
  await dialog.getByRole('button', { name: zh('payments.request.submit', { amount: yuan(minor) }) }).click();
  await expect(accountant.getByText(zh('payments.request.done', { amount: yuan(minor) }))).toBeVisible();
  await accountant.locator('a[href^="/refunds/"]').first().click();
  const link = accountant.getByRole('link', { name: zh('refunds.detail.openApproval') });
  return (await link.getAttribute('href')) ?? '';
}

/** The first item of the bill, all of it: the amount follows by itself. */
async function askOneItem(accountant: Page, paymentId: string): Promise<{ refundId: string; approvalPath: string; minor: string; label: string }> {
  await accountant.goto(`/payments/${paymentId}`);
  await accountant.getByRole('button', { name: zh('payments.request.open') }).click();
  const dialog = accountant.getByRole('dialog');
  const items = dialog.getByRole('group', { name: zh('payments.request.items') });
  await items.getByRole('checkbox').first().check();
  const [, , amount = ''] = (await dialog.locator('input[name="items[]"]').inputValue()).split('|');
  const minor = amount.replace('.', '');
  const label = (await items.locator('label').first().innerText()).split('\n')[0]!.trim();
  await dialog.getByLabel(zh('payments.request.reason')).selectOption('service-not-used');
  await dialog.getByRole('button', { name: zh('payments.request.submit', { amount: yuan(minor) }) }).click();
  await expect(accountant.getByText(zh('payments.request.done', { amount: yuan(minor) }))).toBeVisible();
  await accountant.locator('a[href^="/refunds/"]').first().click();
  await expect(accountant).toHaveURL(/\/refunds\/rfd_/);
  await expect(accountant.getByText(`${label} · ${yuan(minor)}`)).toBeVisible();
  const approvalPath = (await accountant.getByRole('link', { name: zh('refunds.detail.openApproval') }).getAttribute('href')) ?? '';
  return { refundId: new URL(accountant.url()).pathname.split('/').at(-1) ?? '', approvalPath, minor, label };
}

async function ended(page: Page, paymentId: string, status: string): Promise<void> {
  await expect(async () => {
    await page.goto(`/payments/${paymentId}`);
    await expect(page.getByText(zh(`states.refund.${status}`)).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
}

async function signIn(stranger: () => Promise<Page>, who: Person): Promise<Page> {
  const page = await stranger();
  await page.goto('/sign-in');
  await page.getByLabel(zh('identity.signIn.email')).fill(who.email);
  await page.getByLabel(zh('identity.signIn.password')).fill(who.password);
  await page.getByRole('button', { name: zh('identity.signIn.submit') }).click();
  await expect(page).toHaveURL(/\/today$/);
  return page;
}

/** A plan whose care costs more than any one person may give back alone, issued to everybody. */
async function issueLarge(admin: Page, ask: Promise<Ask>): Promise<BillRow> {
  const name = zh('bill-items.templates.kindergarten-monthly.name');
  await admin.goto('/bill-items');
  await admin.getByRole('button', { name: zh('bill-items.create.open') }).click();
  await admin.getByLabel(zh('bill-items.create.code')).fill('e2e-large');
  await admin.getByRole('button', { name: zh('bill-items.create.submit', { name }) }).click();
  await expect(admin).toHaveURL(/\/bill-items\/[a-z]+_/);
  const care = admin.getByRole('group').filter({ hasText: '保育费' }).first();
  await care.locator('summary').click();
  await care.getByLabel(zh('bill-items.pricing.amount'), { exact: true }).fill(yuan(String(LARGE)).slice(1).replaceAll(',', ''));
  await admin.getByRole('button', { name: zh('bill-items.review.open', { version: 1 }) }).click();
  await admin.getByRole('dialog').getByRole('button', { name: /v1/ }).click();
  await expect(admin.getByText(zh('bill-items.activated', { version: 1 }))).toBeVisible();
  const planId = new URL(admin.url()).pathname.split('/').at(-1) ?? '';
  const call = await ask;
  const cycles = await call('bill-cycles.list', {}, z.array(z.object({ planId: z.string(), cycleKey: z.string() })));
  const { runId } = await call('bill-runs.request', { planId, cycleKey: cycles.find((one) => one.planId === planId)?.cycleKey }, z.object({ runId: z.string() }));
  await expect.poll(async () => (await call('bill-runs.get', { id: runId }, refundNow)).status, { timeout: 30_000 }).toBe('done');
  const { rows } = await call('bills.list', { planId }, z.object({ rows: z.array(z.object({ id: z.string(), number: z.string(), payerId: z.string(), payerNumber: z.string(), status: z.string(), total: z.object({ minor: z.string(), currency: z.string() }) })) }));
  return rows[0]!;
}
