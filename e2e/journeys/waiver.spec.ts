/** What one payer need not pay: asked for by one, signed by another, taken off the next bill, and said on it. */
import { z } from 'zod';
import { awake } from '../awake';
import { billRowSchema } from '../console-api';
import { expect, PHONE, test } from '../fixtures';
import { person, withCode } from '../place';
import { yuan, zh } from '../words';

test.describe.configure({ timeout: 120_000 });

test('a waiver is asked for and signed by somebody else; the next bill is half as large and says why', async ({ enter, freshBill, payerOf, api }) => {
  const known = freshBill();
  const [ask, admin, accountant] = [await api('accountant'), await api('administrator'), await enter('accountant')];
  const { planId } = await admin('fee-plans.create', { template: 'kindergarten-monthly', code: `waived-${known.number.toLowerCase()}` }, z.object({ planId: z.string() }));
  await admin('fee-plans.activate', { planId, version: 1 }, z.unknown());
  const reason = `家庭困难 ${known.number}`;
  await test.step('the accountant asks', async () => {
    await accountant.goto(`/payers/${known.payerId}`);
    await accountant.getByRole('button', { name: zh('payers.waivers.ask') }).click();
    const dialog = accountant.getByRole('dialog');
    await dialog.getByLabel(zh('payers.waivers.plan')).selectOption(planId);
    await dialog.getByLabel(zh('payers.waivers.percent')).fill('50');
    await dialog.getByLabel(zh('payers.waivers.reason')).fill(reason);
    await dialog.getByLabel(zh('payers.waivers.from')).fill('2026-01-01');
    await dialog.getByRole('button', { name: zh('payers.waivers.submit') }).click();
    await expect(accountant.getByText(zh('payers.waivers.done'), { exact: true })).toBeVisible();
  });
  await test.step('the vice president signs', async () => {
    const vice = await enter('vice-president');
    await vice.goto('/approvals');
    await vice.getByRole('row').filter({ hasText: zh('approvals.kind.fee-waiver') }).first().click();
    await expect(vice.getByText(reason)).toBeVisible();
    await awake(vice);
    await vice.keyboard.press('a');
    const dialog = vice.getByRole('dialog');
    await withCode(person('vice-president'), async (code) => {
      await dialog.getByLabel(zh('common.factor.code')).fill(code);
      await dialog.getByRole('button', { name: zh('approvals.decide.other.approve', { what: zh('approvals.kind.fee-waiver') }) }).click();
      await expect(dialog).toHaveCount(0);
    });
    await expect(async () => {
      await accountant.goto(`/payers/${known.payerId}`);
      await expect(accountant.getByText(reason)).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
  });
  await test.step('the bill is issued for half, and the payer reads why', async () => {
    const cycles = await admin('bill-cycles.list', {}, z.array(z.object({ planId: z.string(), cycleKey: z.string() })));
    const { runId } = await admin('bill-runs.request', { planId, cycleKey: cycles.find((one) => one.planId === planId)?.cycleKey }, z.object({ runId: z.string() }));
    await expect.poll(async () => (await admin('bill-runs.get', { id: runId }, z.object({ status: z.string() }))).status, { timeout: 30_000 }).toBe('done');
    const { rows } = await ask('bills.list', { planId }, z.object({ rows: z.array(billRowSchema) }));
    const bill = rows.find((one) => one.payerId === known.payerId)!;
    expect(BigInt(bill.total.minor) * 2n).toBe(BigInt(known.total.minor));
    const payer = await payerOf(bill, PHONE);
    const card = payer.getByRole('listitem').filter({ hasText: bill.number });
    await expect(card).toContainText(yuan(bill.total.minor));
    await card.getByText(zh('pay.bill.why')).click();
    await expect(card.getByText(reason).first()).toBeVisible();
  });
});
