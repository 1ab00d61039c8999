/** What goes wrong at banks and in people's hands, as it looks in the browser. */
import { z } from 'zod';
import { bank } from '../bank';
import { expect, test } from '../fixtures';
import { BANK_URL } from '../place';
import { yuan, zh } from '../words';
import { billNow, confirmAtBank, expectPaid, goToMethods, orderOf, payBillWith, paymentIdIn } from './paying';

test('a lost callback: the outcome page still becomes paid, because the bank is asked', async ({ payerOf, freshBill, api }) => {
  const bill = freshBill();
  const page = await payerOf(bill);
  await payBillWith(page, bill, 'alipay');
  await expect(page).toHaveURL(new RegExp(`^${BANK_URL}/alipay/`));
  const accountant = await api('accountant');
  const paymentId = (await billNow(accountant, bill.id)).heldBy ?? '';
  const { orderNo } = await orderOf(accountant, paymentId);
  await bank.misbehave('callback-lost', 'alipay', orderNo);
  await confirmAtBank(page);
  await expectPaid(page);
  const delivered = (await bank.callbacks('alipay', orderNo)).flatMap((one) => one.attempts).filter((one) => one.acknowledged);
  expect(delivered).toEqual([]);
});

test('a forged callback is refused and shown on the bank-health page, and the genuine one after it counts', async ({ payerOf, freshBill, api, enter }) => {
  const bill = freshBill();
  const page = await payerOf(bill);
  await payBillWith(page, bill, 'wechat');
  await expect(page).toHaveURL(/\/pay\/go\//);
  const accountant = await api('accountant');
  const refused = async () => (await accountant('bank-health.get', { window: '1h' }, z.object({ refusedTotal: z.number() }))).refusedTotal;
  const before = await refused();
  const { orderNo } = await orderOf(accountant, paymentIdIn(page));
  await bank.misbehave('callback-forged', 'wechat', orderNo);
  await bank.pay('wechat', orderNo);
  await expectPaid(page);
  expect((await billNow(accountant, bill.id)).paid).toEqual(bill.total);
  // Paid may be known from the bank's answer to a question before its callbacks arrive.
  await expect.poll(refused).toBeGreaterThan(before);
  const desk = await enter('accountant');
  await desk.goto('/bank-health');
  const list = desk.getByRole('list', { name: zh('bank-health.refused.title') });
  await expect(list.getByText(zh('bank-health.refused.reason.bad-signature')).first()).toBeVisible();
});

test('pressing Pay twice, and paying the same bill in two tabs, is one payment', async ({ payerOf, freshBill, api }) => {
  const bill = freshBill();
  const first = await payerOf(bill);
  const second = await first.context().newPage();
  await second.goto('/pay');
  await Promise.all([goToMethods(first, bill), goToMethods(second, bill)]);
  for (const page of [first, second]) await page.locator('input[name="channel"][value="wechat"]').check();
  const button = { name: zh('pay.way.button', { channel: '微信支付', amount: yuan(bill.total.minor) }) };
  await Promise.all([first.getByRole('button', button).dblclick(), second.getByRole('button', button).dblclick()]);
  await expect.poll(() => [paymentIdIn(first), paymentIdIn(second)].filter(Boolean)).toHaveLength(2);
  expect(paymentIdIn(first)).toBe(paymentIdIn(second));
  const accountant = await api('accountant');
  const { orderNo } = await orderOf(accountant, paymentIdIn(first));
  await bank.pay('wechat', orderNo);
  await expectPaid(first);
  await expectPaid(second);
  expect((await billNow(accountant, bill.id)).allocations).toHaveLength(1);
});

test('a payer who comes back to a bill being paid is shown the payment under way, not a second one', async ({ payerOf, freshBill }) => {
  const bill = freshBill();
  const page = await payerOf(bill);
  await payBillWith(page, bill, 'wechat');
  await expect(page).toHaveURL(/\/pay\/go\//);
  const paymentId = paymentIdIn(page);
  await page.goto(`/pay/method?bill=${bill.id}`);
  await expect(page).toHaveURL(new RegExp(`/pay/outcome/${paymentId}$`));
  await page.goto('/pay');
  await expect(page.locator(`input[type="checkbox"][value="${bill.id}"]`)).toHaveCount(0);
  await expect(page.locator(`a[href="/pay/outcome/${paymentId}"]`)).toBeVisible();
  await page.goto(`/pay/outcome/${paymentId}`);
  await page.getByRole('button', { name: zh('pay.outcome.abandon') }).click();
  await expect(page.getByText(zh('pay.owed.givenUp'))).toBeVisible();
  await expect(page.locator(`input[type="checkbox"][value="${bill.id}"]`)).toHaveCount(1);
});
