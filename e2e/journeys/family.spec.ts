/** Two children, one parent: the institution gives them one family code by form, the parent pays for both by one payment, and the receipt says whose is whose. */
import { expect, test } from '../fixtures';
import { yuan, zh } from '../words';
import { billNow, chooseWay, confirmAtBank, expectPaid } from './paying';

test.describe.configure({ timeout: 120_000 });

test('bills of two children are paid by one payment after the institution has said they are one family', async ({ enter, freshPair, payerOf, api }) => {
  const [mine, hers] = freshPair();
  const admin = await enter('administrator');
  for (const { payerId } of [mine, hers]) {
    await admin.goto(`/payers/${payerId}`);
    await admin.getByRole('button', { name: zh('payers.edit.open') }).click();
    await admin.getByRole('dialog').getByLabel(zh('payers.columns.family')).fill(`E2E-${mine.number}`);
    await admin.getByRole('button', { name: zh('payers.edit.save') }).click();
    await expect(admin.getByRole('dialog')).toBeHidden();
    await expect(admin.getByRole('main')).toContainText(`E2E-${mine.number}`);
  }
  const parent = await payerOf(mine);
  await expect(parent.getByRole('group').filter({ hasText: hers.payerNumber })).toBeVisible();
  for (const box of await parent.getByRole('checkbox').all()) await box.setChecked([mine.id, hers.id].includes((await box.getAttribute('value')) ?? ''));
  const total = (BigInt(mine.total.minor) + BigInt(hers.total.minor)).toString();
  await parent.getByRole('button', { name: zh('pay.owed.pay', { amount: yuan(total) }) }).click();
  await chooseWay(parent, 'alipay', total);
  await confirmAtBank(parent);
  await expectPaid(parent);
  const ask = await api('accountant');
  for (const bill of [mine, hers]) expect(await billNow(ask, bill.id)).toMatchObject({ status: 'paid', paid: { minor: bill.total.minor } });
  await parent.getByRole('link', { name: zh('pay.outcome.paid.showReceipt') }).click();
  await expect(parent.getByRole('main')).toContainText(hers.number);
});
