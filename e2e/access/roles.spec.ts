/** What a role may not do is neither offered nor done. */
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { callOperation } from '../console-api';
import { expect, test } from '../fixtures';
import { settled } from '../pages';
import { APP_URL, signedInFile, type Role } from '../place';
import { zh } from '../words';

const WRITES = (): readonly (readonly [path: string, button: string])[] => {
  const ids = settled();
  return [
    ['/bill-items', zh('bill-items.create.open')], [`/bill-items/${ids.plan}`, zh('bill-items.review.open', { version: 2 })],
    ['/bills', zh('bills.issue.open')], ['/payers', zh('payers.import.open')],
    [`/payments/${ids.payment}`, zh('payments.request.open')], ['/bank-health', zh('bank-health.weights.save', { version: 2 })],
    [`/approvals/${ids.approval}`, zh('approvals.decide.approve', { amount: '¥1.00' })], ['/people', zh('identity.people.invite')],
  ];
};

for (const role of ['cashier', 'auditor'] as const) {
  test(`${role}: no page offers a change of others’ money, plans or rights`, async ({ enter }) => {
    const page = await enter(role);
    for (const [path, button] of WRITES()) {
      await page.goto(path);
      await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
      await expect(page.getByRole('main').locator('button, a').filter({ hasText: button }), path).toHaveCount(0);
    }
  });
}

/** Roles with the desks that do not exist for them. */
const CLOSED: readonly (readonly [Role, readonly string[]])[] = [
  ['cashier', ['/bill-items', '/refunds', '/approvals', '/ledger', '/people', '/channels', '/audit', '/payments/suspense', '/payers/import']],
  ['accountant', ['/people', '/channels', '/audit', '/payers/import', '/bill-items/readings']],
  ['auditor', ['/channels', '/payers/import', '/bill-items/readings']],
];
for (const [role, paths] of CLOSED) {
  test(`${role}: desks of others are not in the navigation and look like not there`, async ({ enter }) => {
    const page = await enter(role);
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole('heading', { name: zh('common.error.notFoundTitle') }), path).toBeVisible();
      await expect(page.getByRole('navigation', { name: zh('shell.nav.label') }).locator(`a[href="${path}"]`), path).toHaveCount(0);
    }
  });
}

/** Takes the request a button makes before it leaves, so that somebody else can send the very same. */
async function requestOf(page: Page, press: () => Promise<void>): Promise<{ url: string; headers: Record<string, string>; data: Buffer }> {
  let taken: { url: string; headers: Record<string, string>; data: Buffer } | undefined;
  await page.route('**/*', async (route) => {
    const request = route.request();
    if (request.method() !== 'POST' || !request.headers()['next-action']) return route.fallback();
    taken = { url: request.url(), headers: request.headers(), data: request.postDataBuffer() ?? Buffer.alloc(0) };
    return route.abort();
  });
  await press();
  await expect.poll(() => taken !== undefined).toBe(true);
  return taken!;
}

test('the very request of an administrator’s button, sent by a cashier or an auditor, changes nothing', async ({ enter, api, playwright }) => {
  const ask = await api('administrator');
  const version = async () => (await ask('bank-health.get', {}, z.object({ configVersion: z.number() }))).configVersion;
  const before = await version();
  const admin = await enter('administrator');
  await admin.goto('/bank-health');
  const slider = admin.getByRole('slider').first();
  await slider.focus();
  await slider.press('ArrowLeft');
  const save = admin.getByRole('button', { name: new RegExp(zh('bank-health.weights.save', { version: 0 }).replace('0', '\\d+')) });
  await save.click();
  const sent = await requestOf(admin, () => admin.getByRole('button', { name: zh('bank-health.weights.send') }).click());
  const headers = Object.fromEntries(Object.entries(sent.headers).filter(([name]) => !/^(cookie|host|content-length|:)/.test(name)));
  for (const role of ['cashier', 'auditor', 'accountant'] as const) {
    const request = await playwright.request.newContext({ baseURL: APP_URL, storageState: signedInFile(role, 'sunshine') });
    const answer = await request.post(sent.url, { headers, data: sent.data });
    expect(await answer.text(), role).toContain(zh('errors.access.denied'));
    await request.dispose();
  }
  expect(await version()).toBe(before);
});

test('operations of the API ask for the same permissions', async ({ playwright }) => {
  const ids = settled();
  const refused: readonly (readonly [Role, string, unknown])[] = [
    ['cashier', 'refunds.request', { paymentId: ids.payment, amount: '1.00', reason: 'other', note: '', idempotencyKey: 'e2e-cashier-0001' }],
    ['auditor', 'refunds.request', { paymentId: ids.payment, amount: '1.00', reason: 'other', note: '', idempotencyKey: 'e2e-auditor-0001' }],
    ['administrator', 'refunds.request', { paymentId: ids.payment, amount: '1.00', reason: 'other', note: '', idempotencyKey: 'e2e-admin-00001' }],
    ['accountant', 'fee-plans.create', { template: 'kindergarten-monthly', code: 'not-mine' }],
    ['finance-manager', 'bill-runs.request', { planId: ids.plan, cycleKey: '2026-12' }],
    ['cashier', 'ledger.trial-balance', {}], ['cashier', 'refunds.get', { id: ids.refund }],
    ['accountant', 'approvals.decide', { approvalId: ids.approval, decision: 'approve', reason: '', stepUpCode: '000000', operationHash: '0'.repeat(64) }],
  ];
  for (const [role, operation, input] of refused) {
    const request = await playwright.request.newContext({ baseURL: APP_URL, storageState: signedInFile(role, 'sunshine') });
    const answer = await callOperation(request, operation, input);
    expect(answer.status(), `${role} ${operation}`).toBeGreaterThanOrEqual(403);
    expect(answer.status(), `${role} ${operation}`).toBeLessThan(500);
    await request.dispose();
  }
});
