/** The whole job in four browsers of four people: bill, pay, know which money arrived, give it back. */
import type { Locator, Page } from '@playwright/test';
import { awake } from '../awake';
import { bank } from '../bank';
import { expect, PHONE, test } from '../fixtures';
import { dayInShanghai, MAIN_PAYER as PAYER, person, withCode } from '../place';
import { yuan, zh } from '../words';
import { chooseWay, confirmAtBank, expectPaid } from './paying';

/** A price no other plan has, so that the bill is told from others by its amount, as a parent would; 800.00 is the template's. */
const careMinor = 81_234;
const CARE = yuan(String(careMinor)).slice(1);
/** With eighteen days of meals. */
const totalMinor = String(careMinor + 27_000);
const TOTAL = yuan(totalMinor).slice(1);

test.describe.configure({ timeout: 180_000 });

test('an administrator bills, a payer pays by phone, an accountant reconciles and asks for a refund, a manager signs it', async ({ enter, stranger }) => {
  const admin = await enter('administrator');
  const planId = await test.step('the administrator makes a plan from a template, sees what it would bill, and puts it into force', () => makePlan(admin));
  await test.step('the administrator issues its bills and sees how far the run is', () => issue(admin, planId));
  const link = await test.step('the administrator finds a payer’s new bill and makes the payment link', () => linkOf(admin));

  // The day whose file has payments, whichever side of midnight the next one falls on: the set-up paid before.
  const date = dayInShanghai();
  const payer = await stranger(PHONE);
  const paymentNumber = await test.step('the payer opens the link on a phone and pays in three steps', () => payByPhone(payer, link));
  await test.step('the payer opens the receipt and its PDF', () => openReceipt(payer));

  const accountant = await enter('accountant');
  await test.step('the accountant fetches the bank’s file, sees what matched and what not, settles a difference by keyboard', () => reconcile(accountant, date));
  await test.step('the accountant finds the payment and asks for a part of it back', () => requestRefund(accountant, paymentNumber));
  await test.step('who asked cannot sign', async () => {
    await accountant.getByRole('link', { name: zh('refunds.detail.openApproval') }).click();
    await expect(accountant.getByText(zh('approvals.cannot.approvals.own-request'))).toBeVisible();
    await expect(accountant.getByRole('button', { name: zh('approvals.decide.approve', { amount: '¥10.00' }) })).toHaveCount(0);
  });

  const manager = await enter('finance-manager');
  await test.step('the finance manager signs with a one-time code', () => approve(manager, paymentNumber));
  await test.step('the refund goes back by the way the money came, and ends', async () => {
    await expect(async () => {
      await accountant.goto('/refunds?view=done');
      await expect(accountant.getByRole('row').filter({ hasText: paymentNumber })).toContainText(zh('states.refund.succeeded'), { timeout: 2_000 });
    }).toPass({ timeout: 45_000 });
  });
  await test.step('the payer’s receipt says so', async () => {
    await payer.reload();
    await expect(payer.getByText(zh('receipt.refunded', { amount: '¥10.00' }))).toBeVisible();
  });
  await test.step('the bank-health desk shows the channels at work', async () => {
    await manager.goto('/bank-health');
    const tiles = manager.getByRole('list', { name: zh('bank-health.tiles') });
    for (const channel of ['wechat', 'alipay', 'unionpay', 'ccb']) await expect(tiles.locator(`[data-channel="${channel}"]`)).toBeVisible();
    await expect(tiles.locator('[data-channel="wechat"]')).toHaveAttribute('data-state', 'good');
  });
});

async function makePlan(admin: Page): Promise<string> {
  const name = zh('bill-items.templates.kindergarten-monthly.name');
  await admin.goto('/bill-items');
  await admin.getByRole('button', { name: zh('bill-items.create.open') }).click();
  await admin.getByLabel(zh('bill-items.create.code')).fill('e2e-main');
  await admin.getByRole('button', { name: zh('bill-items.create.submit', { name }) }).click();
  await expect(admin).toHaveURL(/\/bill-items\/fpl_|\/bill-items\/[a-z]+_/);
  const care = admin.getByRole('group').filter({ hasText: '保育费' }).first();
  await care.locator('summary').click();
  await care.getByLabel(zh('bill-items.pricing.amount'), { exact: true }).fill(CARE);
  // The preview prices three different children by the code that issues; the dearest of them has the bus.
  const titled = { hasText: zh('bill-items.preview.title') };
  const preview = admin.getByRole('region', { name: titled.hasText }).or(admin.locator('section', titled)).last();
  await expect(preview).toContainText(CARE);
  await admin.getByRole('button', { name: zh('bill-items.review.open', { version: 1 }) }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('button', { name: /v1/ }).click();
  await expect(admin.getByText(zh('bill-items.activated', { version: 1 }))).toBeVisible();
  return new URL(admin.url()).pathname.split('/').at(-1) ?? '';
}

async function issue(admin: Page, planId: string): Promise<void> {
  await admin.goto('/bills');
  await admin.getByRole('button', { name: zh('bills.issue.open') }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.locator(`input[type="radio"][value^="${planId}|"]`).first().check();
  await dialog.getByRole('button', { name: /30/ }).click();
  await expect(admin.getByText(zh('bills.runs.done', { issued: 30, skipped: 0 }))).toBeVisible();
}

async function linkOf(admin: Page): Promise<string> {
  await admin.goto('/payers');
  await admin.getByRole('searchbox').fill(PAYER);
  await admin.getByRole('button', { name: zh('payers.filters.find'), exact: true }).click();
  await admin.getByRole('row').filter({ hasText: PAYER }).click();
  await expect(admin).toHaveURL(/\/payers\/[^?]+$/);
  await expect(admin.getByRole('listitem').filter({ hasText: TOTAL })).toBeVisible();
  await admin.getByRole('button', { name: zh('payers.link.copy') }).click();
  const link = admin.locator('a[href^="/pay/l/"]');
  await expect(link).toBeVisible();
  return (await link.getAttribute('href')) ?? '';
}

/** Answers the payment's number, as the payer reads it. */
async function payByPhone(payer: Page, link: string): Promise<string> {
  await payer.goto(link);
  await expect(payer.getByRole('heading', { name: zh('pay.owed.title') })).toBeVisible();
  for (const item of await payer.getByRole('listitem').filter({ has: payer.getByRole('checkbox') }).all()) {
    await item.getByRole('checkbox').setChecked((await item.innerText()).includes(TOTAL));
  }
  await payer.getByRole('button', { name: zh('pay.owed.pay', { amount: `¥${TOTAL}` }) }).click();
  await chooseWay(payer, 'wechat', totalMinor);
  const [phone] = await Promise.all([payer.waitForEvent('popup'), payer.getByRole('link', { name: zh('pay.qr.sandboxPhone') }).click()]);
  await confirmAtBank(phone);
  await expectPaid(payer);
  await expect(payer.getByText(`¥${TOTAL}`)).toBeVisible();
  const number = zh('pay.outcome.number', { number: '' }).trim();
  return (await payer.getByText(number).innerText()).replace(number, '').trim();
}

async function openReceipt(payer: Page): Promise<void> {
  await payer.getByRole('link', { name: zh('pay.outcome.paid.showReceipt') }).click();
  await expect(payer.getByText(zh('receipt.genuine'))).toBeVisible();
  await expect(payer.getByText(`¥${TOTAL}`).first()).toBeVisible();
  const pdf = await payer.request.get((await payer.getByRole('link', { name: zh('receipt.pdf') }).getAttribute('href')) ?? '');
  expect(pdf.headers()['content-type']).toBe('application/pdf');
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
}

/** The bank's file has one payment that nobody here knows. */
async function reconcile(accountant: Page, date: string): Promise<void> {
  await bank.plant('wechat', await bank.merchantNo('wechat'), date, { extra: 1 });
  await accountant.goto('/reconciliation');
  await accountant.getByRole('button', { name: zh('reconciliation.fetch.label', { channel: '微信支付', date }) }).click();
  await accountant.getByRole('link', { name: zh('reconciliation.overview.openDay', { channel: '微信支付', date }) }).click();
  await expect(accountant.getByRole('heading', { level: 1, name: `微信支付 · ${date}` })).toBeVisible();
  // Numbers as they are grouped; the first two are not nought.
  const summary = new RegExp(zh('reconciliation.desk.summary', { matched: 7, open: 8, notYet: 9 }).replace('9', '[\\d,]+').replace(/[78]/g, '[1-9][\\d,]*'));
  await expect(accountant.getByText(summary)).toBeVisible();
  const queue = accountant.getByRole('listbox', { name: zh('reconciliation.desk.queue') });
  await queue.focus();
  const row = accountant.locator(`#${await walkTo(accountant, queue, zh('reconciliation.reason.missing-here'))}`);
  await note(accountant, 'f', '电话询问银行');
  await expect(row).toHaveAttribute('data-status', 'following');
  await noActUnderWay(accountant);
  await awake(accountant);
  await accountant.keyboard.press('z');
  await expect(row).toHaveAttribute('data-status', 'open');
  await note(accountant, 'b', '银行确认到账');
  await expect(row).toHaveAttribute('data-status', /^(confirmed|proposed)$/);
}

/** Down the queue, each case looked at when it has come; answers the row of the first one with this reason. */
async function walkTo(page: Page, queue: Locator, reason: string): Promise<string> {
  const current = async () => (await queue.getAttribute('aria-activedescendant')) ?? '';
  for (;;) {
    const row = await current();
    const heading = page.getByRole('main').getByRole('heading', { level: 2 });
    await expect(heading).toBeVisible();
    if (await heading.innerText() === reason) return row;
    await awake(page);
    await page.keyboard.press('ArrowDown');
    await expect.poll(current, { message: `a case that is ${reason}` }).not.toBe(row);
  }
}

/** While an act is under way the desk takes no key: the next one would be meant for another line. */
const noActUnderWay = (page: Page) => expect(page.getByRole('main').locator('button[aria-busy="true"]')).toHaveCount(0);

/** A key opens the note, Ctrl and Enter send it: the hands stay on the keys. */
async function note(page: Page, key: string, text: string): Promise<void> {
  await noActUnderWay(page);
  await awake(page);
  await page.keyboard.press(key);
  await page.getByRole('dialog').getByRole('textbox').first().fill(text);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** Ends on the refund's page. */
async function requestRefund(accountant: Page, paymentNumber: string): Promise<void> {
  await accountant.goto('/payments');
  await accountant.getByLabel(zh('payments.filter.search')).fill(paymentNumber);
  await accountant.getByRole('button', { name: zh('payments.filter.apply'), exact: true }).click();
  await accountant.getByRole('row').filter({ hasText: paymentNumber }).click();
  await expect(accountant).toHaveURL(/\/payments\/pay_/);
  await accountant.getByRole('button', { name: zh('payments.request.open') }).click();
  const dialog = accountant.getByRole('dialog');
  await dialog.getByLabel(zh('payments.request.amount')).fill('10.00');
  await dialog.getByLabel(zh('payments.request.reason')).selectOption('left');
  await dialog.getByRole('button', { name: zh('payments.request.submit', { amount: '¥10.00' }) }).click();
  await expect(accountant.getByText(zh('payments.request.done', { amount: '¥10.00' }))).toBeVisible();
  await accountant.locator('a[href^="/refunds/"]').first().click();
  await expect(accountant.getByText(zh('refunds.plain.requested'))).toBeVisible();
}

async function approve(manager: Page, paymentNumber: string): Promise<void> {
  await manager.goto('/approvals');
  await manager.getByRole('row').filter({ hasText: '¥10.00' }).first().click();
  await expect(manager.getByText(paymentNumber).first()).toBeVisible();
  await awake(manager);
  await manager.keyboard.press('a');
  const dialog = manager.getByRole('dialog');
  await withCode(person('finance-manager'), async (code) => {
    await dialog.getByLabel(zh('common.factor.code')).fill(code);
    await dialog.getByRole('button', { name: zh('approvals.decide.approve', { amount: '¥10.00' }) }).click();
    await expect(manager.getByText(zh('approvals.done.approved', { amount: '¥10.00' }))).toBeVisible();
  });
}
