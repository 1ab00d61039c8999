/** The payer's way works where no script runs: an old phone, a strict browser, a broken download. */
import { expect, PHONE, test } from '../fixtures';
import { BANK_URL, demoPayer } from '../place';
import { zh } from '../words';
import { choose, chooseWay, confirmAtBank, expectPaid } from './paying';

test('without JavaScript a payer finds the bill, pays it and sees the outcome and the receipt', async ({ stranger, freshBill }) => {
  const bill = freshBill();
  const { number, phoneLast4 } = demoPayer(bill.payerNumber);
  const page = await stranger({ ...PHONE, javaScriptEnabled: false });
  await page.goto('/receipt/AAAA-BBBB-CCCC');
  await expect(page.getByRole('heading', { name: zh('common.error.notFoundTitle') }), 'what is not there says so').toBeVisible();
  await page.goto('/pay/sunshine');
  await page.getByLabel(zh('pay.lookUp.number')).fill(number);
  await page.getByLabel(zh('pay.lookUp.digits')).fill('0000');
  await page.getByRole('button', { name: zh('pay.lookUp.submit') }).click();
  await expect(page.getByRole('alert'), 'a refusal stands above the form').toBeVisible();
  await expect(page.getByLabel(zh('pay.lookUp.number')), 'which keeps what was typed').toHaveValue(number);
  await page.getByLabel(zh('pay.lookUp.digits')).fill(phoneLast4);
  await page.getByRole('button', { name: zh('pay.lookUp.submit') }).click();
  await expect(page).toHaveURL(/\/pay$/);
  await choose(page, bill);
  await page.locator('form[action="/pay/method"] button[type="submit"]').click();
  await expect(page.getByRole('heading', { name: zh('pay.method.title') })).toBeVisible();
  await chooseWay(page, 'alipay', bill.total.minor);
  await page.getByRole('button', { name: zh('pay.go.continue', { channel: '支付宝' }) }).click();
  await expect(page).toHaveURL(new RegExp(`^${BANK_URL}/alipay/`));
  await confirmAtBank(page);
  await expect(page).toHaveURL(/\/pay\/outcome\//);
  await expectPaid(page);
  await page.getByRole('link', { name: zh('pay.outcome.paid.showReceipt') }).click();
  await expect(page.getByText(zh('receipt.genuine'))).toBeVisible();
});
