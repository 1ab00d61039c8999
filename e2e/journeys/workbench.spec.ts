/** The desk of differences without a mouse. WORKBENCH_MISMATCHES=200 clears as many. */
import type { Page } from '@playwright/test';
import { awake } from '../awake';
import { expect, test } from '../fixtures';
import { dayBefore, dayOf, importFile } from '../stranger-lines';
import { zh } from '../words';

const MISMATCHES = Number.parseInt(process.env.WORKBENCH_MISMATCHES ?? '12', 10);

/** A key, once no act is under way and what was drawn last listens to it. */
async function press(page: Page, key: string): Promise<void> {
  await expect(page.getByRole('main').locator('button[aria-busy="true"]')).toHaveCount(0);
  await awake(page);
  await page.keyboard.press(key);
}

test(`${MISMATCHES} differences are cleared without touching the mouse, and the last act is taken back and done again`, async ({ enter, api }) => {
  test.setTimeout(60_000 + MISMATCHES * 3_000);
  const date = dayBefore(9);
  // Half of them may be written off; the rest is taken at the bank's figure. Every amount is its own, so that each row is told apart.
  await importFile(await api('accountant'), date, Array.from({ length: MISMATCHES }, (_, i) => (i % 2 === 0 ? 101 + i : 20_000 + i)));
  const page = await enter('accountant');
  await expect.poll(async () => (await dayOf(page, date)).open).toBe(MISMATCHES);
  await page.goto(`/reconciliation/wechat/${date}`);
  const queue = page.getByRole('listbox', { name: zh('reconciliation.desk.queue') });
  await expect(queue.getByRole('option').first()).toBeVisible();
  const current = async () => (await queue.getAttribute('aria-activedescendant')) ?? '';
  await press(page, '?');
  await expect(page.getByRole('dialog')).toContainText(zh('reconciliation.act.markReason'));
  await page.keyboard.press('Escape');
  for (let left = MISMATCHES; left > 0; left--) {
    const row = page.locator(`#${await current()}`);
    const writeOff = page.getByRole('button', { name: new RegExp(`^${zh('reconciliation.act.writeOff')}`) });
    await expect(page.getByRole('button', { name: new RegExp(`^${zh('reconciliation.act.dispute')}`) })).toBeVisible();
    if (await writeOff.isVisible()) await press(page, 'w');
    else {
      await press(page, 'b');
      await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
      await page.keyboard.type('银行已确认');
      await page.keyboard.press('Control+Enter');
    }
    await expect(row).toHaveAttribute('data-status', /written-off|confirmed/);
    if (left > 1) await expect.poll(current).not.toBe(await row.getAttribute('id'));
  }
  await expect.poll(async () => (await dayOf(page, date)).open).toBe(0);
  await press(page, 'z');
  await expect.poll(async () => (await dayOf(page, date)).open).toBe(1);
});

test('several are marked by keys, their running difference is shown, one act is done to all, and one of them is taken back alone', async ({ enter, api }) => {
  const date = dayBefore(10);
  await importFile(await api('accountant'), date, [301, 302, 303, 304]);
  const page = await enter('accountant');
  await expect.poll(async () => (await dayOf(page, date)).open).toBe(4);
  await page.goto(`/reconciliation/wechat/${date}`);
  const queue = page.getByRole('listbox', { name: zh('reconciliation.desk.queue') });
  await expect(queue.getByRole('option')).toHaveCount(4);
  await press(page, 'Shift+ArrowDown');
  await press(page, 'Shift+ArrowDown');
  await expect(page.getByRole('heading', { name: zh('reconciliation.many.title', { count: '3' }) })).toBeVisible();
  await expect(page.getByTestId('running-difference')).toHaveText('¥9.09');
  await press(page, 'w');
  await expect.poll(async () => (await dayOf(page, date)).open).toBe(1);
  await press(page, 'k');
  await press(page, 'z');
  await expect.poll(async () => (await dayOf(page, date)).open).toBe(2);
});
