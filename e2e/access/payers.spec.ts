/** One payer sees nothing of another. */
import { expect, PHONE, test } from '../fixtures';
import { settled } from '../pages';
import { APP_URL } from '../place';
import { zh } from '../words';
import { payBillWith, paymentIdIn } from '../journeys/paying';

test('another payer’s payment, hand-over, feed and way are not there; one’s own list shows one’s own bills', async ({ payerOf, freshBill }) => {
  const bill = freshBill();
  const owner = await payerOf(bill);
  await payBillWith(owner, bill, 'wechat');
  await expect(owner).toHaveURL(/\/pay\/go\//);
  const paymentId = paymentIdIn(owner);
  let otherBill = freshBill();
  while (otherBill.payerId === bill.payerId) otherBill = freshBill();
  const other = await payerOf(otherBill);
  for (const path of [`/pay/outcome/${paymentId}`, `/pay/go/${paymentId}`, `/pay/method?payment=${paymentId}`, `/pay/method?bill=${bill.id}`]) {
    await other.goto(path);
    await expect(other, path).toHaveURL(/\/pay$/);
  }
  const feed = await other.request.get(`/api/feeds/pay-status?payment=${paymentId}`);
  expect(feed.status()).toBe(404);
  await other.goto('/pay');
  await expect(other.locator(`input[value="${bill.id}"]`)).toHaveCount(0);
  await expect(other.locator(`a[href*="${paymentId}"]`)).toHaveCount(0);
  await other.goto('/pay/history');
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await other.getByRole('main').innerText()).not.toContain(bill.payerNumber);
});

test('a browser without a pass is asked who it is, and a made-up link or receipt opens nothing', async ({ stranger }) => {
  const page = await stranger(PHONE);
  const { payment } = settled();
  for (const path of ['/pay', `/pay/outcome/${payment}`, `/pay/go/${payment}`, '/pay/method?bill=bil_1', '/pay/history', '/pay/l/not-a-link']) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/find\?lost=1$/);
    await expect(page.getByText(zh('pay.find.lost'))).toBeVisible();
  }
  for (const path of [`/receipt/${settled().payment}`, '/receipt/AAAA-BBBB-CCCC', `/receipt/${settled().payment}/pdf`]) {
    expect((await page.request.get(path)).status(), path).toBe(404);
  }
});

test('a receipt shown to anybody who has its code masks the name', async ({ stranger }) => {
  const page = await stranger(PHONE);
  await page.goto(`/receipt/${settled().receipt}`);
  await expect(page.getByText(zh('receipt.genuine'))).toBeVisible();
  expect(await page.getByRole('main').innerText()).toMatch(/\*/);
});

test('a payment asked for by another site with the payer’s own cookie is refused', async ({ payerOf, freshBill }) => {
  const bill = freshBill();
  const page = await payerOf(bill);
  const order = { billIds: [bill.id], expectedMinor: bill.total.minor, method: 'wechat', idempotencyKey: `e2e-foreign-${bill.id}` };
  const answer = await page.request.post('/api/pay/intake', { data: order, headers: { origin: 'https://evil.example' } });
  expect(answer.status()).toBeGreaterThanOrEqual(400);
  expect(await answer.text()).toContain('checkout.foreign-origin');
});

test('no payer address that strangers can open sends a browser elsewhere, stays in a cache, or takes a token from the address into the next one', async ({ stranger }) => {
  const { request } = await stranger(PHONE);
  const evil = ['//evil.example', '/\\evil.example', 'https://evil.example/', '%2F%2Fevil.example', 'javascript:alert(1)'];
  const addresses = [
    ...evil.flatMap((to) => [`/pay/return/${encodeURIComponent(to)}`, `/find?institution=${encodeURIComponent(to)}`, `/pay/l/${encodeURIComponent(to)}`, `/pay/phone/${encodeURIComponent(to)}?bill=${encodeURIComponent(to)}`]),
    `/pay/l/sunshine.${'A'.repeat(43)}`, `/pay/phone/h1~ins_0~pyr_0~1~${'A'.repeat(43)}`, '/pay/began?bill=bil_1', '/pay/open/x', '/pay', '/pay/history',
    `/pay/invoice/${settled().payment}`, `/pay/invoice/${settled().payment}/file?of=inv_1`, `/receipt/${settled().receipt}`, '/api/feeds/pay-status?payment=pay_1',
  ];
  for (const path of addresses) {
    const answer = await request.get(path, { maxRedirects: 0, failOnStatusCode: false });
    const { location = '/', 'cache-control': cache = '' } = answer.headers();
    expect(new URL(location, APP_URL).origin, `${path} sends to ${location}`).toBe(APP_URL);
    expect(location, path).not.toMatch(/evil|AAAA/);
    expect(cache, path).toContain('no-store');
    expect(answer.status(), path).toBeLessThan(500);
    if (!path.startsWith('/find')) expect((await answer.text()).includes('evil.example'), path).toBe(false);
  }
});
