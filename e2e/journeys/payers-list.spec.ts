/** What a payer does around paying: one list across institutions, a link that opens once, an invoice, and being forgotten. Without JavaScript. */
import { z } from 'zod';
import { expect, PHONE, test } from '../fixtures';
import { mailedLink, mailsTo } from '../mails';
import { settled } from '../pages';
import { firstPayer } from '../place';
import { zh } from '../words';
import { chooseWay, confirmAtBank, expectPaid } from './paying';

const NO_SCRIPT = { ...PHONE, javaScriptEnabled: false };

test('without JavaScript bills of two institutions stand in one list, each is paid at its own, and the device forgets on request', async ({ stranger }) => {
  const page = await stranger(NO_SCRIPT);
  const [here, there] = [firstPayer('sunshine'), firstPayer('bafang-park')];
  const lookUp = async ({ institution, number, phoneLast4 }: typeof here) => {
    await page.goto(`/pay/${institution}`);
    await page.getByLabel(zh('pay.lookUp.number')).fill(number);
    await page.getByLabel(zh('pay.lookUp.digits')).fill(phoneLast4);
    await page.getByRole('button', { name: zh('pay.lookUp.submit') }).click();
    await expect(page).toHaveURL(/\/pay$/);
  };
  await lookUp(here);
  await page.getByRole('button', { name: zh('pay.together.add') }).click();
  await expect(page.getByText(zh('pay.find.add'))).toBeVisible();
  await lookUp(there);
  const main = page.getByRole('main');
  await expect(main).toContainText(there.number);
  const other = page.getByRole('region').filter({ hasText: here.number });
  await expect(other).toBeVisible();
  await other.locator('button[type="submit"]').click();
  await expect(page).toHaveURL(/\/pay(\/method\?|$)/);
  await page.goto('/pay');
  await expect(page.getByRole('region').filter({ hasText: there.number })).toBeVisible();
  await page.getByRole('button', { name: zh('pay.together.forget') }).click();
  await expect(page.getByText(zh('pay.find.forgotten'))).toBeVisible();
  await page.goto('/pay');
  await expect(page).toHaveURL(/\/find\?lost=1$/);
});

test('a second link in the same browser takes the first one’s place unless the payer asked for one list', async ({ payerOf, freshBill, api }) => {
  const bill = freshBill();
  const page = await payerOf(bill);
  let other = freshBill();
  while (other.payerId === bill.payerId) other = freshBill();
  const { path } = await (await api('accountant'))('payers.link', { id: other.payerId }, z.object({ path: z.string() }));
  await page.goto(path);
  await expect(page).toHaveURL(/\/pay$/);
  await expect(page.getByRole('main')).not.toContainText(bill.payerNumber);
});

test('a link that opens once waits for a press, opens, and is over', async ({ stranger, api, freshBill }) => {
  const { path } = await (await api('accountant'))('payers.link', { id: freshBill().payerId, kind: 'once' }, z.object({ path: z.string() }));
  const page = await stranger(NO_SCRIPT);
  for (let look = 0; look < 3; look++) await page.request.get(path);
  await page.goto(path);
  await page.getByRole('button', { name: zh('pay.openOnce.open') }).click();
  await expect(page).toHaveURL(/\/pay$/);
  const second = await stranger(NO_SCRIPT);
  await second.goto(path);
  await expect(second).toHaveURL(/\/find\?lost=1$/);
});

test('without JavaScript a payer has an electronic invoice issued and opens it; nobody else does', async ({ payerOf, freshBill, stranger }) => {
  const { payment, payer } = settled();
  const page = await payerOf({ ...freshBill(), payerId: payer }, NO_SCRIPT);
  await page.goto('/pay/history');
  await page.getByRole('link', { name: zh('pay.history.invoice') }).first().click();
  await page.goto(`/pay/invoice/${payment}`);
  await page.getByLabel(zh('invoices.buyerTitle'), { exact: true }).fill('李小明');
  await page.getByRole('main').getByRole('button').click();
  const open = page.getByRole('link', { name: zh('invoices.open') });
  await expect(open).toBeVisible({ timeout: 30_000 });
  const file = (await open.getAttribute('href'))!;
  const document = await page.request.get(file);
  expect([document.headers()['content-type'], document.headers()['cache-control'], (await document.body()).subarray(0, 5).toString()]).toEqual(['application/pdf', 'private, no-store', '%PDF-']);
  expect((await (await stranger()).request.get(file)).status()).toBe(404);
  const other = await payerOf(freshBill());
  expect((await other.request.get(file)).status()).toBe(404);
});

test('a desktop shows a code, the phone that scans it goes on and pays, and the desktop follows by itself', async ({ payerOf, freshBill, stranger }) => {
  const bill = freshBill();
  const desktop = await payerOf(bill, { viewport: { width: 1440, height: 900 } });
  await desktop.goto(`/pay/method?bill=${bill.id}`);
  await desktop.getByText(zh('pay.onPhone.title')).click();
  await expect(desktop.getByRole('img', { name: zh('pay.onPhone.alt') })).toBeVisible();
  const phone = await stranger(PHONE);
  // What the camera reads: a test has none, so the page is asked for the code's address.
  await phone.goto((await desktop.locator('[data-phone-link]').getAttribute('data-phone-link'))!);
  await expect(phone.getByRole('heading', { name: zh('pay.method.title') })).toBeVisible();
  await chooseWay(phone, 'alipay', bill.total.minor);
  await confirmAtBank(phone);
  await expectPaid(desktop);
  await expectPaid(phone);
});

test('without JavaScript a payer keeps the list under a mail address and opens it on another device; an unknown address gets no mail', async ({ payerOf, stranger, freshBill }) => {
  const bill = freshBill();
  const page = await payerOf(bill, NO_SCRIPT);
  const email = `payer-${bill.id.toLowerCase()}@example.com`;
  const ask = async (on: typeof page, address: string) => {
    await on.goto('/pay/account');
    await on.getByLabel(zh('pay.account.email')).fill(address);
    await on.getByRole('button', { name: zh('pay.account.send') }).click();
    await expect(on.getByText(zh('pay.account.asked'))).toBeVisible();
  };
  await ask(page, email);
  const link = await mailedLink(email, /https?:\/\/\S+\/pay\/account\/open\/\S+/);
  const other = await stranger(NO_SCRIPT);
  await ask(other, `nobody-${email}`);
  await other.goto(link);
  await other.getByLabel(zh('pay.account.own')).check();
  await other.getByRole('button', { name: zh('pay.account.open') }).click();
  await expect(other).toHaveURL(/\/pay$/);
  await expect(other.getByRole('main')).toContainText(bill.payerNumber);
  await other.goto('/pay/account');
  await expect(other.getByRole('listitem').filter({ hasText: bill.payerNumber })).toBeVisible();
  // The link is used up; the account on this device is not.
  const third = await stranger(NO_SCRIPT);
  await third.goto(link);
  await third.getByRole('button', { name: zh('pay.account.open') }).click();
  await expect(third.getByText(zh('pay.account.over'))).toBeVisible();
  await other.getByRole('button', { name: zh('pay.account.signOut') }).click();
  await other.goto('/pay');
  await expect(other).toHaveURL(/\/find\?lost=1$/);
  expect(mailsTo(`nobody-${email}`)).toEqual([]);
});
