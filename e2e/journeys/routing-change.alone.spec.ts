/** A change of the routing as people make it: drafted, replayed over last week, agreed to by a second person, in force from its moment on, and traffic follows. */
import type { APIRequestContext, Page } from '@playwright/test';
import { z } from 'zod';
import type { Ask, BillRow } from '../console-api';
import { expect, test } from '../fixtures';
import { person, withCode } from '../place';
import { zh } from '../words';

/** No other test pays through it. */
const CHANNEL = 'boc';
const NAME = '中国银行';
/** A minute at most until its moment, then what a slow machine needs to notice. */
const IN_FORCE_WITHIN_MS = 150_000;

const answerSchema = z.object({ step: z.string().optional(), channel: z.string().nullable().optional(), details: z.object({ reason: z.string() }).partial().optional() });

async function payThrough(request: APIRequestContext, ask: Ask, bill: BillRow) {
  const { path } = await ask('payers.link', { id: bill.payerId }, z.object({ path: z.string() }));
  const token = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
  const order = { billIds: [bill.id], expectedMinor: bill.total.minor, idempotencyKey: `routing-${bill.id}`, method: 'bank', channel: CHANNEL };
  const response = await request.post('/api/pay/intake', { data: order, headers: { authorization: `Bearer ${token}` }, timeout: 40_000, failOnStatusCode: false });
  const { step, channel, details } = answerSchema.parse(await response.json());
  return step === 'hand-over' ? `to ${channel ?? ''}` : (details?.reason ?? 'elsewhere');
}

/** The minute after this one on the institution's clock: a form knows no seconds. */
const nextMinute = (): string => new Date(Date.now() + 8 * 3_600_000 + 60_000).toISOString().slice(0, 16);

async function agree(page: Page, path: string): Promise<void> {
  const words = zh('approvals.decide.other.approve', { what: zh('approvals.kind.routing-change') });
  await page.goto(path);
  await page.getByRole('button', { name: words }).click();
  const dialog = page.getByRole('dialog');
  await withCode(person('finance-manager'), async (code) => {
    await dialog.getByLabel(zh('common.factor.code')).fill(code);
    await dialog.getByRole('button', { name: words }).click();
    await expect(dialog).toHaveCount(0);
  });
}

test('a channel is taken out: draft, replay, a second person, in force from its moment on, and payments follow', async ({ enter, api, freshBill, request }) => {
  test.setTimeout(300_000);
  const ask = await api('accountant');
  const desk = await enter('administrator');
  await desk.goto('/bank-health');
  const mask = desk.getByRole('switch', { name: zh('bank-health.weights.maskOf', { name: NAME }) });

  await test.step('the draft shows what it would do, now and over last week, and changes nothing', async () => {
    await mask.click();
    await expect(desk.getByText(zh('bank-health.reason.masked')).first()).toBeVisible();
    await desk.getByRole('button', { name: zh('bank-health.replay.open') }).click();
    const dialog = desk.getByRole('dialog');
    await expect(dialog.getByText(/共 [\d,]+ 笔，其中 [\d,]+ 笔会走别的渠道/)).toBeVisible({ timeout: 20_000 });
    await desk.keyboard.press('Escape');
    expect(await payThrough(request, ask, freshBill())).toBe(`to ${CHANNEL}`);
  });

  const approval = await test.step('the administrator asks a second person', async () => {
    await desk.getByRole('button', { name: /申请版本 \d+/ }).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByLabel(zh('bank-health.weights.effective')).fill(nextMinute());
    await dialog.getByLabel(zh('bank-health.weights.note')).fill('合同到期');
    const knows = dialog.getByRole('checkbox');
    if (await knows.count()) await knows.check();
    await dialog.getByRole('button', { name: zh('bank-health.weights.send') }).click();
    const link = desk.getByRole('link', { name: zh('bank-health.weights.approval') });
    await expect(link).toBeVisible();
    return (await link.getAttribute('href')) ?? '';
  });

  await test.step('who asked may not agree; the finance manager may', async () => {
    const same = await enter('administrator');
    await same.goto(approval);
    await expect(same.getByRole('button', { name: zh('approvals.decide.other.approve', { what: zh('approvals.kind.routing-change') }) })).toHaveCount(0);
    const manager = await enter('finance-manager');
    await agree(manager, approval);
    await expect(manager.getByText(zh('approvals.done.other.approved', { what: zh('approvals.kind.routing-change') }))).toBeVisible();
  });

  await test.step('from its moment on the channel takes nothing, and says why', async () => {
    await expect.poll(() => payThrough(request, ask, freshBill()), { timeout: IN_FORCE_WITHIN_MS, intervals: [10_000] }).toBe('masked');
    await desk.reload();
    await expect(mask).toBeChecked();
  });
});
