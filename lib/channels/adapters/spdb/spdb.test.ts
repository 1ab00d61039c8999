// SPDB's keyed digest is the published one; answers are bound to their question; a word in no list is unknown.
import { describe, expect, it } from 'vitest';
import { plusMs } from '@/lib/kernel/time';
import { callWith, netThat, refOf, refundOf } from '../../contract';
import { contractOrder, NOW } from '../../contract.fixtures';
import vector from '../../vectors/spdb-sm-signature.json';
import type { ChannelAccount } from '../../port';
import { spdbAdapter } from '.';
import { spdbConfig, spdbSecrets } from './config';
import { signedText, smSignature } from './signature';
import { SPDB_SECRET, spdbAccount, spdbCallback, spdbHeaders, spdbPaid } from './spdb.fixtures';

const account = spdbAccount() as ChannelAccount<never, never>;
const order = contractOrder(4_500n);
type Fields = Readonly<Record<string, unknown>>;
const answering = (fields: Fields, nonceOf = (asked: string) => asked) =>
  callWith(
    netThat((request) => {
      const body = JSON.stringify(fields);
      return { ok: true, status: 200, headers: spdbHeaders(body, nonceOf(String(request.headers?.['x-spdb-nonce']))), body: Buffer.from(body) };
    }),
    NOW,
  );

describe('the vector', () => {
  it.each(vector.cases)('%o', ({ body, timestamp, nonce, sign }) => {
    expect(smSignature(vector.secret, timestamp === undefined ? body : signedText(body, timestamp, nonce!))).toBe(sign);
    expect(smSignature(`${vector.secret}x`, body)).not.toBe(sign);
  });
});

describe('answers', () => {
  const created = { ...spdbPaid(order), ordrSt: 'WAIT', codeUrl: 'https://code.spdb.example/x' };
  it.each([
    [created, { certainty: 'accepted', present: { kind: 'qr', text: 'https://code.spdb.example/x' } }],
    [{ ...created, codeUrl: '' }, { certainty: 'unknown', retry: 'same-number' }],
    [{ ...created, ordrAmt: '45.01' }, { certainty: 'unknown', retry: 'query-first' }],
    [{ statusCode: 'EORDERPAID' }, { certainty: 'unknown', retry: 'query-first' }],
    [{ statusCode: 'EORDERDIFFERS' }, { certainty: 'declined', cause: 'duplicate-order' }],
    [{ statusCode: 'ENEWCODE' }, { certainty: 'unknown', retry: 'same-number' }],
    [{ statusCode: 0 }, { certainty: 'unknown', code: 'answer.malformed' }],
  ])('create %o', async (fields, outcome) => {
    expect(await spdbAdapter.create(account, order, answering(fields))).toMatchObject(outcome);
  });

  it.each([
    [spdbPaid(order), { state: 'paid', amount: { minor: 4_500n }, channelTradeNo: `SP${order.orderNo}` }],
    [{ ...spdbPaid(order), ordrSt: 'WAIT' }, { state: 'unpaid' }],
    [{ ...spdbPaid(order), ordrSt: 'CLOSED' }, { state: 'closed' }],
    [{ ...spdbPaid(order), ordrSt: 'NEVER' }, { state: 'unknown', code: 'ordrSt.NEVER' }],
    [{ ...spdbPaid(order), ordrAmt: '45' }, { state: 'unknown', code: 'answer.incomplete' }],
    [{ ...spdbPaid(order), mrchOrdrNo: 'OTHER' }, { state: 'unknown', code: 'answer.mismatch' }],
    [{ statusCode: 'EORDER404' }, { state: 'not-found' }],
    [{ statusCode: 'EBUSY' }, { state: 'unknown', code: 'EBUSY' }],
  ])('query %o', async (fields, fact) => {
    expect(await spdbAdapter.query(account, refOf(order), answering(fields))).toMatchObject(fact);
  });

  it('to another question are none', async () => {
    expect(await spdbAdapter.query(account, refOf(order), answering(spdbPaid(order), () => 'yesterday'))).toMatchObject({ state: 'unknown', code: 'answer.bad-signature' });
  });

  it('a profile gives a bank\'s own words their meaning', async () => {
    const config = spdbConfig.parse({ clientId: 'c', mrchNo: '310000000001', spdbMrchNo: 'S1', terminalNo: 'T1', profile: { states: { paid: ['00'] }, notFoundCodes: ['4004'] } });
    const own = { ...account, config } as never;
    expect(await spdbAdapter.query(own, refOf(order), answering({ ...spdbPaid(order), ordrSt: '00' }))).toMatchObject({ state: 'paid' });
    expect(await spdbAdapter.query(own, refOf(order), answering({ statusCode: '4004' }))).toEqual({ state: 'not-found' });
    expect(await spdbAdapter.query(own, refOf(order), answering({ statusCode: 'EORDER404' }))).toMatchObject({ state: 'unknown' });
    expect(spdbConfig.safeParse({ ...config, profile: { paths: { query: 'http://evil.example/' } } }).success).toBe(false);
  });

  it('refunds: done, under way, failed, refused, and of another amount', async () => {
    const refund = refundOf(order, 'T', 300n);
    const row = (rfdSt: string, over: Fields = {}) => ({
      ...spdbPaid(order), mrchRfdNo: refund.refundNo, rfdTransNo: 'RF1', rfdAmt: '3.00', rfdSt, rfdTime: '20261122100000', ...over,
    });
    const asked = (fields: Fields) => spdbAdapter.queryRefund(account, refund, answering(fields));
    expect(await asked(row('DONE'))).toMatchObject({ state: 'succeeded', amount: { minor: 300n } });
    expect(await asked(row('PROCESSING'))).toMatchObject({ state: 'processing' });
    expect(await asked(row('FAILED'))).toMatchObject({ state: 'failed' });
    expect(await asked(row('DONE', { rfdAmt: '3.01' }))).toMatchObject({ state: 'unknown', code: 'answer.mismatch' });
    expect(await asked({ statusCode: 'EREFUND404' })).toEqual({ state: 'not-found' });
    expect(await spdbAdapter.refund(account, refund, answering({ statusCode: 'EREFUNDEXCEEDS' }))).toMatchObject({ certainty: 'declined' });
  });
});

it('callbacks: five minutes, a secret being changed, and refunds by their own number', () => {
  const genuine = spdbCallback(spdbPaid(order));
  expect(spdbAdapter.verifyNotify(account, { ...genuine, receivedAt: plusMs(NOW, 300_001) })).toEqual({ kind: 'invalid', reason: 'stale' });
  const changing = { ...account, secrets: spdbSecrets.parse({ clientSecret: 'another-secret', previousClientSecret: SPDB_SECRET }) } as never;
  expect(spdbAdapter.verifyNotify(changing, genuine)).toMatchObject({ fact: { state: 'paid' } });
  const refunded = spdbCallback({ ...spdbPaid(order), mrchRfdNo: 'RF01', rfdTransNo: 'X', rfdAmt: '3.00', rfdSt: 'DONE', rfdTime: '20261122100000' });
  expect(spdbAdapter.verifyNotify(account, refunded)).toMatchObject({ kind: 'refund', refundNo: 'RF01', fact: { state: 'succeeded' } });
});
