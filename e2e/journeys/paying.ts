/** The payer's three steps, as a person takes them. */
import type { Page } from '@playwright/test';
import { channelName } from '@/lib/channels/model';
import type { Channel } from '../bank';
import { billSchema, paymentSchema, type Ask, type BillRow } from '../console-api';
import { expect } from '../fixtures';
import { yuan, zh, type Words } from '../words';

/** Step one: this bill and no other. All of the list has come before one looks at what is in it. */
export async function choose(page: Page, bill: Pick<BillRow, 'id'>): Promise<void> {
  await expect(page.locator(`input[type="checkbox"][value="${bill.id}"]`)).toBeAttached();
  await page.waitForLoadState();
  for (const box of await page.getByRole('checkbox').all()) await box.setChecked((await box.getAttribute('value')) === bill.id);
}

export async function goToMethods(page: Page, bill: Pick<BillRow, 'id' | 'total'>): Promise<void> {
  await choose(page, bill);
  await page.getByRole('button', { name: zh('pay.owed.pay', { amount: yuan(bill.total.minor) }) }).click();
  await expect(page.getByRole('heading', { name: zh('pay.method.title') })).toBeVisible();
}

/** The way's radio; one of the further banks stands behind a line that opens at a press. */
export async function pickWay(page: Page, channel: Channel): Promise<void> {
  const radio = page.locator(`input[name="channel"][value="${channel}"]`);
  const folded = page.locator('details:not([open])', { has: radio });
  if (await folded.count()) await folded.locator('summary').click();
  await radio.check();
}

/** Step two: the way, then the button that says the amount. */
export async function chooseWay(page: Page, channel: Channel, total: string): Promise<void> {
  await pickWay(page, channel);
  await page.getByRole('button', { name: zh('pay.way.button', { channel: channelName(channel, 'zh-CN'), amount: yuan(total) }) }).click();
}

export async function payBillWith(page: Page, bill: BillRow, channel: Channel): Promise<void> {
  await goToMethods(page, bill);
  await chooseWay(page, channel, bill.total.minor);
}

/** The bank's own page: confirm, or walk away; over when the bank has answered, so that going on elsewhere does not cut it off. */
export async function confirmAtBank(page: Page, button: '确认付款' | '取消' = '确认付款'): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await expect(page.getByRole('button', { name: button })).toHaveCount(0);
  await page.waitForLoadState();
}

/** Step three comes by itself. */
export async function expectPaid(page: Page, words: Words = zh): Promise<void> {
  await expect(page.getByRole('heading', { name: words('pay.outcome.paid.title') })).toBeVisible({ timeout: 40_000 });
}

export const paymentIdIn = (page: Page): string => /\/pay\/(?:go|outcome|return)\/([^/?#]+)/.exec(page.url())?.[1] ?? '';

/** The newest order of the payment at its bank. */
export async function orderOf(ask: Ask, paymentId: string): Promise<{ orderNo: string; channel: string; paidAt: string | null }> {
  const order = (await ask('payments.get', { id: paymentId }, paymentSchema)).attempts.at(-1);
  if (!order) throw new Error(`${paymentId} has no order at a bank`);
  return order;
}

export const billNow = (ask: Ask, id: string) => ask('bills.get', { id }, billSchema);
