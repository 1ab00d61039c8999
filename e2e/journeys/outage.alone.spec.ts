/** A bank falls silent and comes back, as the people at the desk see it. Runs after all others, because a silent bank disturbs everybody's payments. */
import type { APIRequestContext } from '@playwright/test';
import { z } from 'zod';
import { bank } from '../bank';
import { billNow, orderOf } from './paying';
import { expect, test } from '../fixtures';
import type { BillRow, Ask } from '../console-api';
import { zh } from '../words';

const answerSchema = z.object({ paymentId: z.string(), step: z.string(), channel: z.string().nullable() });
const THIRD_FAILURE_WITHIN_MS = 60_000;
const SEEN_WITHIN_MS = 10_000;
const BACK_WITHIN_MS = 90_000;

async function payOverHttp(request: APIRequestContext, ask: Ask, bill: BillRow, wish: { method: string; channel?: string }) {
  const { path } = await ask('payers.link', { id: bill.payerId }, z.object({ path: z.string() }));
  const token = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
  const order = { billIds: [bill.id], expectedMinor: bill.total.minor, idempotencyKey: `outage-${bill.id}`, ...wish };
  const response = await request.post('/api/pay/intake', { data: order, headers: { authorization: `Bearer ${token}` }, timeout: 40_000 });
  return answerSchema.parse(await response.json());
}

const tilesSchema = z.object({ tiles: z.array(z.object({ channel: z.string(), breaker: z.string() })) });
const breakerOf = async (ask: Ask) => (await ask('bank-health.get', { window: '15m' }, tilesSchema)).tiles.find((tile) => tile.channel === 'wechat')?.breaker;

test('a bank falls silent: the desk shows it within 10 s of the third failure, payments go elsewhere, and it recovers', async ({ enter, api, freshBill, request }) => {
  test.setTimeout(300_000);
  const ask = await api('accountant');
  const desk = await enter('accountant');
  await desk.goto('/bank-health?window=15m');
  const tile = desk.locator('li[data-channel="wechat"]');
  await expect(tile).toHaveAttribute('data-breaker', 'closed');

  await test.step('three orders get no answer', async () => {
    await bank.silence('wechat', true);
    const answers = await Promise.all([1, 2, 3].map(() => payOverHttp(request, ask, freshBill(), { method: 'wechat', channel: 'wechat' })));
    for (const { step } of answers) expect(['confirming', 'choose-another']).toContain(step);
    // On a slow machine the third order comes when the channel is in doubt already: then one of our own is the third that gets no answer.
    await expect.poll(() => breakerOf(ask), { timeout: THIRD_FAILURE_WITHIN_MS }).toBe('open');
    await expect(tile).toHaveAttribute('data-breaker', 'open', { timeout: SEEN_WITHIN_MS });
    await expect(tile).toHaveAttribute('data-state', 'down');
    await expect(desk.getByRole('list', { name: zh('bank-health.alarm.title') }).getByText(zh('bank-health.cause.timeouts', { figure: '3' })).first()).toBeVisible();
  });

  await test.step('payments go elsewhere', async () => {
    // All at once: half a minute later the first one may already try whether the bank is back.
    await Promise.all([1, 2, 3, 4].map(async () => {
      const bill = freshBill();
      const { paymentId, channel, step } = await payOverHttp(request, ask, bill, { method: 'any' });
      expect({ channel, step }).not.toMatchObject({ channel: 'wechat' });
      expect((await orderOf(ask, paymentId)).channel).not.toBe('wechat');
      expect((await billNow(ask, bill.id)).heldBy).toBe(paymentId);
    }));
  });

  await test.step('it comes back: a probe is answered, one payment tries, the breaker closes', async () => {
    await bank.silence('wechat', false);
    // Half-open may be over before the desk looks again: an answered question about one of the silent orders, or good probes, close it as well.
    await expect(tile).toHaveAttribute('data-breaker', /^(half-open|closed)$/, { timeout: BACK_WITHIN_MS });
    // On a busy machine the one trial may time out as well: then the breaker opens once more, and the next trial comes by itself.
    await expect(async () => {
      const { step, channel } = await payOverHttp(request, ask, freshBill(), { method: 'wechat', channel: 'wechat' });
      expect({ step, channel }).toEqual({ step: 'hand-over', channel: 'wechat' });
    }).toPass({ timeout: BACK_WITHIN_MS, intervals: [8_000] });
    await expect(tile).toHaveAttribute('data-breaker', 'closed', { timeout: SEEN_WITHIN_MS });
  });
});
