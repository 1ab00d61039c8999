/** A bill that is agreed to be paid in parts, made smaller by a credit note somebody else signs, and paid part by part by its payer. */
import { awake } from '../awake';
import { expect, PHONE, test } from '../fixtures';
import { person, withCode } from '../place';
import { zh } from '../words';
import { confirmAtBank, expectPaid, pickWay } from './paying';

test.describe.configure({ timeout: 150_000 });

test('instalments are agreed on, a credit note is signed, and the payer pays the part that is next', async ({ enter, freshBill, payerOf }) => {
  const bill = freshBill();
  const accountant = await enter('accountant');
  await test.step('the accountant spreads it over three months', async () => {
    await accountant.goto(`/bills/${bill.id}`);
    await accountant.getByRole('button', { name: zh('bills.instalments.open') }).click();
    await accountant.getByLabel(zh('bills.instalments.note')).fill('家长申请分三期');
    await accountant.getByRole('button', { name: zh('bills.instalments.submit') }).click();
    await expect(accountant.getByText(zh('bills.instalments.done', { number: bill.number }))).toBeVisible();
    await expect(accountant.getByRole('heading', { name: zh('bills.instalments.list') })).toBeVisible();
  });
  await test.step('and asks for eleven yuan off, which the finance manager signs', async () => {
    await accountant.getByRole('button', { name: zh('bills.credit.open') }).click();
    await accountant.getByRole('dialog').getByRole('textbox').first().fill('11.00');
    await accountant.getByLabel(zh('bills.credit.reason')).fill('停课一天');
    await accountant.getByRole('button', { name: zh('bills.credit.submit') }).click();
    await expect(accountant.getByText(zh('bills.credit.done', { number: bill.number }))).toBeVisible();
    const manager = await enter('finance-manager');
    await manager.goto('/approvals');
    await manager.getByRole('row').filter({ hasText: zh('approvals.kind.bill-credit-note') }).first().click();
    await expect(manager.getByText('停课一天')).toBeVisible();
    await awake(manager);
    await manager.keyboard.press('a');
    const dialog = manager.getByRole('dialog');
    await withCode(person('finance-manager'), async (code) => {
      await dialog.getByLabel(zh('common.factor.code')).fill(code);
      await dialog.getByRole('button', { name: zh('approvals.decide.other.approve', { what: zh('approvals.kind.bill-credit-note') }) }).click();
      await expect(dialog).toHaveCount(0);
    });
    await expect(async () => {
      await accountant.goto(`/bills/${bill.id}`);
      await expect(accountant.getByRole('heading', { name: zh('bills.credit.notes') })).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
  });
  await test.step('the payer pays the instalment that is next, and sees the one after', async () => {
    const payer = await payerOf(bill, PHONE);
    const card = payer.getByRole('listitem').filter({ hasText: bill.number });
    await card.getByRole('link', { name: /只付本期/ }).click();
    await pickWay(payer, 'wechat');
    await payer.getByRole('button', { name: /¥/ }).click();
    const [phone] = await Promise.all([payer.waitForEvent('popup'), payer.getByRole('link', { name: zh('pay.qr.sandboxPhone') }).click()]);
    await confirmAtBank(phone);
    await expectPaid(payer);
    await payer.goto('/pay');
    await expect(payer.getByRole('listitem').filter({ hasText: bill.number })).toContainText('分期 2 / 3');
  });
});
