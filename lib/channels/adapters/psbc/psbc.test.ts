// PSBC: the text of Plain is what was signed; a refund names serial and settlement date; a word in no list is unknown.
import { describe, expect, it } from 'vitest';
import { callWith, netThat, refOf, refundOf } from '../../contract';
import { contractOrder, NOW } from '../../contract.fixtures';
import { readForm } from '../form';
import type { ChannelAccount } from '../../port';
import { psbcAdapter } from '.';
import { psbcConfig } from './config';
import { psbcAccount, psbcCallback, psbcForm, psbcPaid } from './psbc.fixtures';
import { readPlain, writePlain } from './signature';

const account = psbcAccount() as ChannelAccount<never, never>;
const order = contractOrder(4_500n);
type Fields = Readonly<Record<string, string>>;
const asked: Record<string, string>[] = [];
const answering = (fields: Fields, nonceOf = (nonce: string) => nonce, algorithm?: string) =>
  callWith(
    netThat((request) => {
      const plain = readPlain(readForm(Buffer.from(request.body ?? ''), 'utf-8')!['Plain']!)!;
      asked.push(plain);
      return { ok: true, status: 200, headers: {}, body: Buffer.from(psbcForm({ MercCode: '100000000001', ...fields, Nonce: nonceOf(plain['Nonce']!) }, algorithm)) };
    }),
    NOW,
  );

it('Plain comes back as it was written, a bar in a value cannot begin a field, and a name said twice is refused', () => {
  expect({ ...readPlain(writePlain({ A: '1', B: 'x=y', C: 'x|D=9' })) }).toEqual({ A: '1', B: 'x=y', C: 'x D=9' });
  for (const bad of ['', 'A', '=1', 'A=1|A=2']) expect(readPlain(bad)).toBeNull();
});

it('a payment form carries minutes, amount in yuan and the percent-encoded address', async () => {
  const outcome = await psbcAdapter.create(account, order, answering({}));
  if (outcome.certainty !== 'accepted' || outcome.present.kind !== 'form') throw new Error('not a form');
  const { transName, Plain } = outcome.present.fields;
  expect(transName).toBe('IPER');
  expect({ ...readPlain(Plain!) }).toMatchObject({ TermSsn: order.orderNo, TranAmt: '45.00', LimitTime: '30', MercUrl: encodeURIComponent(account.notifyUrl) });
});

describe('query', () => {
  const paid = psbcPaid(order);
  it.each([
    [paid, { state: 'paid', amount: { minor: 4_500n }, channelTradeNo: `20261122-A${order.orderNo.slice(-8)}`, settleDate: '2026-11-22' }],
    [{ ...paid, TranSt: '01' }, { state: 'unpaid' }],
    [{ ...paid, TranSt: '02' }, { state: 'failed' }],
    [{ ...paid, TranSt: '05' }, { state: 'closed' }],
    [{ ...paid, TranSt: '99' }, { state: 'unknown', code: 'TranSt.99' }],
    [{ ...paid, SttDate: '' }, { state: 'unknown', code: 'answer.incomplete' }],
    [{ ...paid, TermSsn: 'OTHER' }, { state: 'unknown', code: 'answer.mismatch' }],
    [{ ...paid, MercCode: '2' }, { state: 'unknown', code: 'answer.mismatch' }],
    [{ RespCode: 'PSB00404' }, { state: 'not-found' }],
    [{ RespCode: 'PSB00999' }, { state: 'unknown', code: 'PSB00999' }],
  ])('%o', async (fields, fact) => {
    expect(await psbcAdapter.query(account, refOf(order), answering(fields))).toMatchObject(fact);
  });
  it('an answer to another question, or of another digest than agreed, is none', async () => {
    expect(await psbcAdapter.query(account, refOf(order), answering(paid, () => 'yesterday'))).toMatchObject({ state: 'unknown', code: 'answer.mismatch' });
    expect(await psbcAdapter.query(account, refOf(order), answering(paid, undefined, 'RSA-SHA1'))).toMatchObject({ state: 'unknown', code: 'answer.bad-signature' });
    const config = psbcConfig.parse({ ...(account.config as object), profile: { digest: 'RSA-SHA1' } });
    expect(await psbcAdapter.query({ ...account, config } as never, refOf(order), answering(paid, undefined, 'RSA-SHA1'))).toMatchObject({ state: 'paid' });
  });
});

describe('refund', () => {
  const refund = refundOf(order, '20261122-A1', 300n);
  const told = (TranSt: string, over: Fields = {}) => ({ ...psbcPaid(order), TermSsn: refund.refundNo, OTermSsn: order.orderNo, TranAmt: '3.00', TranSt, ...over });
  it('names the original by serial and settlement date', async () => {
    expect(await psbcAdapter.refund(account, refund, answering(told('03')))).toMatchObject({ certainty: 'accepted' });
    expect(asked.at(-1)).toMatchObject({ OAcqSsn: 'A1', OSttDate: '20261122', TranAmt: '3.00', TermSsn: refund.refundNo });
    // A number without its date: the order is asked for, and an answer about something else leaves the refund untold.
    const before = asked.length;
    expect(await psbcAdapter.refund(account, refundOf(order, 'A1', 300n), answering(told('03')))).toMatchObject({ certainty: 'unknown', code: 'original.not-named' });
    expect(asked.slice(before).map((fields) => fields['TermSsn'])).toEqual([order.orderNo]);
  });
  it.each([
    [told('00'), { state: 'succeeded', amount: { minor: 300n } }],
    [told('03'), { state: 'processing' }],
    [told('02'), { state: 'failed' }],
    [told('00', { TranAmt: '3.01' }), { state: 'unknown', code: 'answer.mismatch' }],
    [told('00', { OTermSsn: 'OTHER' }), { state: 'unknown', code: 'answer.mismatch' }],
    [{ RespCode: 'PSB00404' }, { state: 'not-found' }],
  ])('query %o', async (fields, fact) => {
    expect(await psbcAdapter.queryRefund(account, refund, answering(fields))).toMatchObject(fact);
  });
  it('comes back to the same address and is told apart by its original', () => {
    expect(psbcAdapter.verifyNotify(account, psbcCallback(told('00')))).toMatchObject({ kind: 'refund', refundNo: refund.refundNo, orderNo: order.orderNo });
  });
});
