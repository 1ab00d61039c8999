import { expect, test } from 'vitest';
import { must } from '@/lib/kernel/result';
import { makePass, passCookieName } from '@/lib/checkout';
import { payingHousehold, wishFor, type PayingHousehold } from '@/lib/checkout/checkout.fixtures';
import { pay } from '@/lib/checkout/commands/pay';
import { systemClock } from '@/lib/platform/clock';
import { withTx } from '@/lib/platform/tx';
import { checkoutEndpoints } from './checkout-endpoints';

const ORIGIN = 'http://127.0.0.1:3000';
const endpoint = (pattern: string) => checkoutEndpoints.find((e) => e.pattern === pattern)!;
const passOf = (home: PayingHousehold): string => makePass(home, systemClock.now());

async function call(pattern: string, headers: Record<string, string>, sent?: unknown, query = '') {
  const body = new TextEncoder().encode(sent === undefined ? '' : typeof sent === 'string' ? sent : JSON.stringify(sent));
  const method = sent === undefined ? 'GET' : 'POST';
  const answer = await endpoint(pattern).handle({ method, headers, body, params: {}, ip: '127.0.0.1', target: pattern + query });
  return { status: answer.status, json: async (): Promise<unknown> => JSON.parse(String(answer.body)) };
}
const json = { 'content-type': 'application/json' };
const byPass = (home: PayingHousehold) => ({ ...json, cookie: `a=b; ${passCookieName()}=${passOf(home)}`, origin: ORIGIN });
const wire = (home: PayingHousehold, change: Record<string, unknown> = {}) => {
  const { billIds, expectedMinor, method, idempotencyKey } = wishFor(home);
  return { billIds, expectedMinor: expectedMinor.toString(), method, idempotencyKey, ...change };
};

test('nobody pays or looks without a right, and a right altered by one character is none', async () => {
  const home = await payingHousehold([500n]);
  expect((await call('/api/pay/intake', json, wire(home))).status).toBe(401);
  expect((await call('/api/pay/intake', { ...json, authorization: `Bearer ${passOf(home).slice(0, -2)}xx` }, wire(home))).status).toBe(401);
  expect((await call('/api/feeds/pay-status', {}, undefined, '?payment=pay_1')).status).toBe(401);
});

test("a browser's cookie counts only on our own pages", async () => {
  const home = await payingHousehold([500n]);
  for (const origin of ['https://evil.example', 'null', `${ORIGIN}.evil.example`]) {
    expect((await call('/api/pay/intake', { ...byPass(home), origin }, wire(home))).status).toBe(403);
  }
  const { origin: _, ...without } = byPass(home);
  expect((await call('/api/pay/intake', without, wire(home))).status).toBe(403);
  expect(await withTx(home, (tx) => tx.payment.count())).toBe(0);
});

test('what is malformed is refused with its fields named, and nothing is written', async () => {
  const home = await payingHousehold([500n]);
  for (const body of [
    '{',
    '[]',
    '{}',
    wire(home, { billIds: [] }),
    wire(home, { expectedMinor: 500 }),
    wire(home, { method: 'cash' }),
    wire(home, { expectedMinor: '-1' }),
  ]) {
    expect((await call('/api/pay/intake', byPass(home), body)).status).toBe(400);
  }
  expect((await call('/api/pay/intake', { ...byPass(home), 'content-type': 'text/plain' }, wire(home))).status).toBe(400);
  const answer = await call('/api/pay/intake', byPass(home), wire(home, { method: 'cash' }));
  expect(await answer.json()).toMatchObject({ code: 'edge.invalid-input', fields: { method: expect.any(String) } });
  expect(await withTx(home, (tx) => tx.payment.count())).toBe(0);
});

test("a stranger's payment looks like one that is not there", async () => {
  const [mine, theirs] = [await payingHousehold([500n]), await payingHousehold([500n])];
  const { paymentId } = must(await pay(theirs.ctx, wishFor(theirs), theirs.deps));
  const look = (home: PayingHousehold, id: string) => call('/api/feeds/pay-status', byPass(home), undefined, `?payment=${id}`);
  const [strange, absent] = [await look(mine, paymentId), await look(mine, 'pay_01M80T53RGKZ6QVD2METQMS6SX')];
  expect([strange.status, absent.status]).toEqual([404, 404]);
  const blank = async (response: { json(): Promise<unknown> }) => ({ ...((await response.json()) as object), reference: '' });
  expect(await blank(strange)).toEqual(await blank(absent));
  expect(await (await look(theirs, paymentId)).json()).toMatchObject({ step: 'waiting', status: 'submitted' });
  expect((await call('/api/pay/intake', byPass(mine), wire(theirs))).status).toBe(404);
  // A refused act is in the record, too: by whom, from where, and why.
  const [refused] = await withTx(mine, (tx) => tx.audit_entry.findMany({ where: { institution_id: mine.institutionId, action: 'payment.start', outcome: { not: 'done' } } }));
  expect(refused).toMatchObject({ actor_kind: 'payer', outcome: 'payments.bill-not-found', ip: '127.0.0.1' });
});

test('refusals are in the language of the reader', async () => {
  const home = await payingHousehold([500n]);
  const said = async (language: string) => {
    const headers = { ...byPass(home), origin: 'https://evil.example', 'accept-language': language };
    return (await (await call('/api/pay/intake', headers, wire(home))).json()) as { title: string; code: string };
  };
  expect((await said('zh-CN')).title).toContain('没有扣款');
  expect((await said('en')).title).toContain('Nothing was charged');
  expect((await said('en')).code).toBe('checkout.foreign-origin');
});
