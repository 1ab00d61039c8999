/** A bank's file handed in by a person: looked at first, then taken, and taken twice adds nothing. Packed files are read in a thread of the built server. */
import { gzipSync } from 'node:zlib';
import { bank } from '../bank';
import { expect, test } from '../fixtures';
import { BANK_URL, fileDay } from '../place';
import { zh } from '../words';
import { confirmAtBank, expectPaid, orderOf, payBillWith, paymentIdIn } from './paying';

test('a file is explained before it is stored, matched after, and recognised when it comes again', async ({ payerOf, freshBill, enter, api }) => {
  const bill = freshBill();
  const payer = await payerOf(bill);
  await payBillWith(payer, bill, 'unionpay');
  await expect(payer).toHaveURL(new RegExp(`^${BANK_URL}/unionpay/`));
  await confirmAtBank(payer);
  await expectPaid(payer);
  const { paidAt } = await orderOf(await api('accountant'), paymentIdIn(payer));
  const day = await bank.statement('unionpay', await bank.merchantNo('unionpay'), fileDay('unionpay', paidAt!));
  const file = { ...day, buffer: gzipSync(day.buffer) };
  const cashier = await enter('cashier');
  await cashier.goto('/reconciliation');
  const dialog = cashier.getByRole('dialog');
  const handIn = async () => {
    await cashier.getByRole('main').getByRole('button', { name: zh('reconciliation.import.button') }).click();
    await dialog.locator('input[type="file"]').setInputFiles(file);
    await expect(dialog.getByText(zh('reconciliation.import.good'))).toBeVisible();
  };
  await handIn();
  await dialog.getByRole('button', { name: new RegExp(zh('reconciliation.import.go', { rows: '\\d+' })) }).click();
  await expect(cashier.getByText(new RegExp(zh('reconciliation.import.done', { rows: '\\d+' })))).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await handIn();
  await expect(dialog.getByText(zh('reconciliation.import.already'), { exact: true })).toBeVisible();
});

test('a file that is no statement is refused with the cause, and nothing is stored', async ({ enter }) => {
  const page = await enter('accountant');
  await page.goto('/reconciliation');
  await page.getByRole('main').getByRole('button', { name: zh('reconciliation.import.button') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type="file"]').setInputFiles({ name: 'photo.csv.gz', mimeType: 'application/gzip', buffer: gzipSync('just,some\nwords,here\n') });
  await expect(dialog.getByRole('alert').or(dialog.getByText(zh('reconciliation.import.noChannel')))).toBeVisible();
  await expect(dialog.getByRole('button', { name: new RegExp(zh('reconciliation.import.go', { rows: '\\d+' })) })).toHaveCount(0);
});
