/** The books say of themselves that they are sound, an institution tells them in its own accounts, the past can be shown, and the record proves itself. */
import { expect, test } from '../fixtures';
import { settled } from '../pages';
import { zh } from '../words';

test('the integrity page is live, and everything is looked at when somebody asks', async ({ enter }) => {
  const manager = await enter('finance-manager');
  await manager.goto('/ledger/integrity');
  await expect(manager.getByText(zh('ledger.integrity.soundNow'), { exact: true })).toBeVisible();
  await manager.getByRole('button', { name: new RegExp(zh('ledger.integrity.again')) }).click();
  await expect(manager.getByText(zh('ledger.integrity.checkedNow'))).toBeVisible();
  await expect(manager.locator('[data-check="refundable-equals-ledger"]')).toHaveAttribute('data-ok', 'true');
  await expect(manager.locator('[data-ok="false"]')).toHaveCount(0);
});

test('a payment that went all the way is shown as it stood before it was there, and now', async ({ enter }) => {
  const { payment } = settled();
  const page = await enter('accountant');
  await page.goto(`/ledger/past?kind=payment&ref=${payment}`);
  await expect(page.locator('[data-past="payment"]')).toContainText(zh('ledger.past.facts.refundable'));
  await page.goto(`/ledger/past?kind=payment&ref=${payment}&day=2020-01-01`);
  await expect(page.getByText(zh('ledger.past.notYet'))).toBeVisible();
  await page.goto('/ledger/past?kind=payment&ref=none');
  await expect(page.getByText(zh('ledger.past.none'), { exact: true })).toBeVisible();
});

test('a chart begins with a template and is seen in real vouchers before anybody is asked', async ({ enter }) => {
  const manager = await enter('finance-manager');
  await manager.goto('/ledger/chart');
  const begin = manager.getByRole('button', { name: zh('ledger.chart.begin') });
  const save = manager.getByRole('button', { name: zh('ledger.chart.save') });
  await expect(begin.or(save)).toBeVisible();
  if (await begin.isVisible()) await begin.click();
  await save.click();
  await expect(manager.getByText(zh('ledger.chart.saved'), { exact: true })).toBeVisible();
  const preview = manager.getByText(zh('ledger.chart.previewDraft'));
  await expect(preview).toBeVisible();
  await expect(manager.getByRole('cell', { name: /8001\s*资金结存/ }).first()).toBeVisible();
});

test('an auditor sees how far the proof is and has every entry checked', async ({ enter }) => {
  const auditor = await enter('auditor');
  await auditor.goto('/audit');
  await expect(auditor.getByText(zh('audit.chain.going'), { exact: true })).toBeVisible();
  await auditor.getByRole('button', { name: zh('audit.chain.verify') }).click();
  await expect(auditor.getByText(new RegExp(zh('audit.chain.good', { count: '\\d+' })))).toBeVisible();
});
