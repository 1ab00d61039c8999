/** Each way of paying through the bank's own page and back to ours. */
import { bank } from '../bank';
import { expect, PHONE, test } from '../fixtures';
import { BANK_URL, demoPayer } from '../place';
import { yuan, zh } from '../words';
import { billNow, confirmAtBank, expectPaid, goToMethods, chooseWay, orderOf, payBillWith, paymentIdIn } from './paying';

test('WeChat on a desktop: the code is shown, the phone pays it, the page follows by itself', async ({ payerOf, freshBill, stranger, api }) => {
  const bill = freshBill();
  const page = await payerOf(bill, {});
  await payBillWith(page, bill, 'wechat');
  await expect(page.getByRole('img', { name: zh('pay.qr.alt', { channel: '微信支付', amount: yuan(bill.total.minor) }) })).toBeVisible();
  const phoneLink = await page.getByRole('link', { name: zh('pay.qr.sandboxPhone') }).getAttribute('href');
  const phone = await stranger(PHONE);
  await phone.goto(phoneLink ?? '');
  await expect(phone.getByText(yuan(bill.total.minor).replace(',', ''))).toBeVisible();
  await confirmAtBank(phone);
  await expect(phone.getByRole('heading', { name: '支付成功' })).toBeVisible();
  await expectPaid(page);
  expect((await billNow(await api('accountant'), bill.id)).status).toBe('paid');
});

test('Alipay: our page sends the browser there by itself, the bank sends it back, the outcome becomes paid', async ({ payerOf, freshBill, api }) => {
  const bill = freshBill();
  const page = await payerOf(bill);
  await payBillWith(page, bill, 'alipay');
  await expect(page).toHaveURL(new RegExp(`^${BANK_URL}/alipay/`));
  await confirmAtBank(page);
  await expect(page).toHaveURL(/\/pay\/outcome\//);
  await expectPaid(page);
  expect((await billNow(await api('accountant'), bill.id)).paid).toEqual(bill.total);
});

test('UnionPay: a form posted to the bank, and one posted back across sites, still shows this payer the outcome', async ({ payerOf, freshBill, api }) => {
  const bill = freshBill();
  const page = await payerOf(bill);
  await payBillWith(page, bill, 'unionpay');
  await expect(page).toHaveURL(new RegExp(`^${BANK_URL}/unionpay/`));
  await confirmAtBank(page);
  await expect(page).toHaveURL(/\/pay\/outcome\//);
  await expectPaid(page);
  expect((await billNow(await api('accountant'), bill.id)).status).toBe('paid');
});

test('China Construction Bank: a redirect, and back by opening our page again', async ({ payerOf, freshBill, api }) => {
  const bill = freshBill();
  const page = await payerOf(bill);
  await payBillWith(page, bill, 'ccb');
  await expect(page).toHaveURL(new RegExp(`^${BANK_URL}/`));
  await confirmAtBank(page);
  const accountant = await api('accountant');
  await expect.poll(async () => (await billNow(accountant, bill.id)).status, { timeout: 30_000 }).toBe('paid');
  const paymentId = (await billNow(accountant, bill.id)).allocations[0]?.paymentId ?? '';
  await page.goto(`/pay/return/${paymentId}`);
  await expect(page).toHaveURL(/\/pay\/outcome\//);
  await expectPaid(page);
});

test('without a link, bills are found by number and phone digits; wrong digits do not say which half was wrong', async ({ stranger, freshBill }) => {
  const bill = freshBill();
  const { number, phoneLast4 } = demoPayer(bill.payerNumber);
  const page = await stranger(PHONE);
  await page.goto('/find');
  await page.getByLabel(zh('pay.find.institution')).fill('sunshine');
  await page.getByRole('button', { name: zh('pay.find.next') }).click();
  const lookUp = async (typedNumber: string, digits: string) => {
    await page.getByLabel(zh('pay.lookUp.number')).fill(typedNumber);
    await page.getByLabel(zh('pay.lookUp.digits')).fill(digits);
    await page.getByRole('button', { name: zh('pay.lookUp.submit') }).click();
  };
  await lookUp(number, phoneLast4 === '0000' ? '1111' : '0000');
  await expect(page.getByText(zh('pay.errors.payers.not-found'))).toBeVisible();
  await lookUp(number, phoneLast4);
  await expect(page).toHaveURL(/\/pay$/);
  await goToMethods(page, bill);
});

test('a payer who turns back at the bank and takes another way pays once', async ({ payerOf, freshBill, api }) => {
  const bill = freshBill();
  const page = await payerOf(bill);
  const accountant = await api('accountant');
  await payBillWith(page, bill, 'alipay');
  await expect(page).toHaveURL(new RegExp(`^${BANK_URL}/alipay/`));
  await confirmAtBank(page, '取消');
  const paymentId = (await billNow(accountant, bill.id)).heldBy ?? '';
  const first = await orderOf(accountant, paymentId);
  await page.goto(`/pay/outcome/${paymentId}`);
  await page.getByRole('link', { name: zh('pay.outcome.another') }).click();
  await chooseWay(page, 'unionpay', bill.total.minor);
  await expect(page).toHaveURL(new RegExp(`^${BANK_URL}/unionpay/`));
  await confirmAtBank(page);
  await expectPaid(page);
  expect(paymentIdIn(page)).toBe(paymentId);
  expect((await bank.truth('alipay', first.orderNo)).state).toBe('closed');
  expect((await billNow(accountant, bill.id)).allocations).toHaveLength(1);
});
