/** The last list of what is owed can be read on a phone without a network; a page that pays is never an old copy. */
import { expect, PHONE, test } from '../fixtures';
import { zh } from '../words';

test('a payer reads the last list without a network, and is told that it is a copy', async ({ payerOf, freshBill }) => {
  const bill = freshBill();
  const page = await payerOf(bill, PHONE);
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await page.reload();
  await expect(page.getByText(bill.number).or(page.getByRole('checkbox')).first()).toBeVisible();
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByRole('heading', { name: zh('pay.owed.title') })).toBeVisible();
  await expect(page.getByText(zh('pay.owed.offline'))).toBeVisible();
  await expect(page.goto('/pay/history')).rejects.toThrow();
  await page.context().setOffline(false);
});

test('whoever asks to be forgotten leaves no list behind on the device', async ({ payerOf, freshBill }) => {
  const page = await payerOf(freshBill(), PHONE);
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await page.reload();
  await page.getByRole('button', { name: zh('pay.together.forget') }).click();
  await expect(page.getByText(zh('pay.find.forgotten'))).toBeVisible();
  await page.context().setOffline(true);
  await expect(page.goto('/pay')).rejects.toThrow();
  await page.context().setOffline(false);
});
