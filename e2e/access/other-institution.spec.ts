/** What belongs to one institution does not exist for the people of another. */
import { callOperation } from '../console-api';
import { expect, test } from '../fixtures';
import { detailsOf, settled } from '../pages';
import { APP_URL, signedInFile } from '../place';
import { zh } from '../words';

/** The same id with other last characters: surely nobody's. */
const strange = (id: string): string => id.slice(0, -4) + (id.endsWith('0000') ? '1111' : '0000');

test('another institution’s pages look exactly like pages that do not exist', async ({ enter }) => {
  const page = await enter('finance-manager', 'bafang-park');
  const { receipt: _, ...ids } = settled();
  const nobodys = Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, strange(id)])) as typeof ids;
  const paths = detailsOf(ids);
  const strangers = detailsOf(nobodys);
  const seen = async (path: string) => {
    const answer = await page.goto(path);
    await expect(page.getByRole('heading', { name: zh('common.error.notFoundTitle') })).toBeVisible();
    return `${answer?.status()} ${await page.getByRole('main').innerText()}`;
  };
  for (const [n, path] of paths.entries()) {
    const theirs = await seen(path);
    expect(theirs, path).toBe(await seen(strangers[n]!));
    const html = await page.request.get(path);
    expect(await html.text()).not.toMatch(/S2026\d{3}|¥1\.00|1,[0-9]{3}\.00/);
  }
});

test('another institution’s ids are refused by the API as if they did not exist', async ({ playwright }) => {
  const request = await playwright.request.newContext({ baseURL: APP_URL, storageState: signedInFile('finance-manager', 'bafang-park') });
  const ids = settled();
  const asked: readonly (readonly [string, (id: string) => unknown, string])[] = [
    ['payments.get', (id) => ({ id }), ids.payment], ['bills.get', (id) => ({ id }), ids.bill], ['refunds.get', (id) => ({ id }), ids.refund],
    ['approvals.get', (id) => ({ id }), ids.approval], ['payers.link', (id) => ({ id }), ids.payer],
    ['refunds.request', (id) => ({ paymentId: id, amount: '1.00', reason: 'other', note: '', idempotencyKey: 'e2e-foreign-0001' }), ids.payment],
    ['approvals.decide', (id) => ({ approvalId: id, decision: 'reject', reason: 'x', stepUpCode: '000000', operationHash: '0'.repeat(64) }), ids.approval],
  ];
  for (const [operation, input, id] of asked) {
    const [theirs, nobodys] = [await callOperation(request, operation, input(id)), await callOperation(request, operation, input(strange(id)))];
    expect(theirs.status(), operation).toBeGreaterThanOrEqual(400);
    const answerOf = async (answer: typeof theirs) => ({ status: answer.status(), ...(await answer.json()) as object, reference: '' });
    expect(await answerOf(theirs), operation).toEqual(await answerOf(nobodys));
  }
  await request.dispose();
});

test('lists and search of the other institution hold nothing of ours', async ({ enter }) => {
  const page = await enter('finance-manager', 'bafang-park');
  for (const path of ['/bills', '/payers', '/payments', '/refunds', '/approvals', '/payers?text=S2026006', '/bills?text=S2026006']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.getByRole('main').innerText(), path).not.toMatch(/S2026\d{3}/);
  }
  const found = await page.request.get('/api/feeds/search?q=S2026006');
  expect(await found.text()).not.toContain('李静');
  expect(((await found.json()) as { results: unknown[] }).results).toEqual([]);
});
