// The wallet's words become certainty: what is not proven is unknown, and an answer to another question is no answer.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { inspect } from '@/lib/statements';
import { plusMs } from '@/lib/kernel/time';
import { callWith, netThat, refOf, refundOf } from '../../contract';
import { contractOrder, NOW } from '../../contract.fixtures';
import { walletAdapter } from '.';
import { walletSecrets } from './config';
import { statementReader } from './statement';
import { WALLET_KEY, walletAccount, walletCallback, walletNode } from './wallet.fixtures';
import type { ChannelAccount } from '../../port';

const account = walletAccount('880000000001') as ChannelAccount<never, never>;
const order = contractOrder(12_300n);

/** A net whose answer is signed over the nonce of the very question. */
const answering = (status: number, node: unknown, key = WALLET_KEY) =>
  callWith(
    netThat((request) => {
      const body = JSON.stringify(node);
      const nonce = String(request.headers?.['x-wallet-nonce']);
      const signature = createHmac('sha256', key).update(`ANSWER\n${status}\n${nonce}\n${NOW}\n${nonce}\n${body}`).digest('hex');
      const headers = { 'X-Wallet-Timestamp': String(NOW), 'X-Wallet-Nonce': nonce, 'X-Wallet-Signature': signature };
      return { ok: true, status, headers, body: Buffer.from(body) };
    }),
    NOW,
  );
const created = (over: Readonly<Record<string, string>> = {}) => ({ ...walletNode(order, { state: 'WAITING' }), payUrl: `${account.baseUrl}/pay/x`, ...over });

describe('create', () => {
  it('accepts an order that is ours, with its amount and a page on the wallet itself', async () => {
    expect(await walletAdapter.create(account, order, answering(200, created()))).toEqual({
      certainty: 'accepted', present: { kind: 'redirect', url: `${account.baseUrl}/pay/x` }, channelTradeNo: `W${order.orderNo}`,
    });
  });

  it.each([
    [200, created({ amountFen: '1' }), { certainty: 'unknown', code: 'answer.mismatch', retry: 'query-first' }],
    [200, created({ orderNo: 'OTHER123' }), { certainty: 'unknown', code: 'answer.mismatch', retry: 'query-first' }],
    [200, created({ payUrl: 'http://evil.example/pay' }), { certainty: 'unknown', code: 'answer.mismatch', retry: 'query-first' }],
    [409, { code: 'ORDER_PAID' }, { certainty: 'unknown', code: 'ORDER_PAID', retry: 'query-first' }],
    [409, { code: 'ORDER_DIFFERS' }, { certainty: 'declined', cause: 'duplicate-order' }],
    [409, { code: 'NEVER_HEARD' }, { certainty: 'unknown', retry: 'same-number' }],
    [500, { code: 'SYSTEM_ERROR' }, { certainty: 'unknown', code: 'SYSTEM_ERROR', retry: 'same-number' }],
    [503, { code: 'MAINTENANCE' }, { certainty: 'unknown', cause: 'bank-maintenance' }],
  ])('%s %o', async (status, node, outcome) => {
    expect(await walletAdapter.create(account, order, answering(status, node))).toMatchObject(outcome);
  });
});

describe('query, close and refunds', () => {
  it.each([
    [200, walletNode(order), { state: 'paid', amount: { minor: 12_300n } }],
    [200, walletNode(order, { state: 'WAITING' }), { state: 'unpaid' }],
    [200, walletNode(order, { state: 'CLOSED' }), { state: 'closed' }],
    [200, walletNode(order, { state: 'DREAMING' }), { state: 'unknown', code: 'state.DREAMING' }],
    [200, walletNode(order, { paidAt: '' }), { state: 'unknown', code: 'answer.incomplete' }],
    [200, walletNode(order, { currency: 'USD' }), { state: 'unknown', code: 'answer.incomplete' }],
    [200, walletNode(order, { merchantNo: '880000000002' }), { state: 'unknown', code: 'answer.mismatch' }],
    [404, { code: 'ORDER_NOT_FOUND' }, { state: 'not-found' }],
    [404, { code: 'NO_SUCH_ROUTE' }, { state: 'unknown' }],
  ])('a query answered %s %o', async (status, node, fact) => {
    expect(await walletAdapter.query(account, refOf(order), answering(status, node))).toMatchObject(fact);
  });

  it('an answer signed for another question, or with another key, is unknown', async () => {
    const replayed = callWith(netThat(() => ({ ok: true, status: 404, headers: {}, body: Buffer.from('{"code":"ORDER_NOT_FOUND"}') })), NOW);
    expect(await walletAdapter.query(account, refOf(order), replayed)).toMatchObject({ state: 'unknown', code: 'answer.malformed' });
    expect(await walletAdapter.query(account, refOf(order), answering(200, walletNode(order), 'x'.repeat(32)))).toMatchObject({
      state: 'unknown', code: 'answer.bad-signature',
    });
  });

  it('closes only what says that it is closed', async () => {
    expect(await walletAdapter.close(account, refOf(order), answering(409, { code: 'ORDER_PAID' }))).toEqual({ certainty: 'already-paid' });
    expect(await walletAdapter.close(account, refOf(order), answering(404, { code: 'ORDER_NOT_FOUND' }))).toMatchObject({ certainty: 'unknown' });
    expect(await walletAdapter.close(account, refOf(order), answering(200, walletNode(order)))).toMatchObject({ certainty: 'unknown' });
  });

  it('a refund of another amount or number is unknown; a low balance is declined', async () => {
    const refund = refundOf(order, 'W1', 300n);
    const node = { ...walletNode(order), refundNo: refund.refundNo, walletRefundNo: 'R1', state: 'SUCCEEDED', amountFen: '300', finishedAt: '2026-11-22T10:00:00+08:00' };
    expect(await walletAdapter.refund(account, refund, answering(200, node))).toMatchObject({ certainty: 'succeeded', channelRefundNo: 'R1' });
    expect(await walletAdapter.refund(account, refund, answering(200, { ...node, amountFen: '301' }))).toMatchObject({ certainty: 'unknown' });
    expect(await walletAdapter.refund(account, refund, answering(409, { code: 'MERCHANT_BALANCE_LOW' }))).toMatchObject({ certainty: 'declined', cause: 'merchant-balance' });
    expect(await walletAdapter.queryRefund(account, refund, answering(404, { code: 'REFUND_NOT_FOUND' }))).toEqual({ state: 'not-found' });
    expect(await walletAdapter.queryRefund(account, refund, answering(200, { ...node, refundNo: 'OTHER1' }))).toMatchObject({ state: 'unknown' });
  });
});

describe('callbacks', () => {
  it('an old callback is stale; a key being changed is still believed', () => {
    const genuine = walletCallback('order', walletNode(order));
    expect(walletAdapter.verifyNotify(account, { ...genuine, receivedAt: plusMs(NOW, 300_001) })).toEqual({ kind: 'invalid', reason: 'stale' });
    const changed = { ...account, secrets: walletSecrets.parse({ signingKey: 'y'.repeat(40), previousSigningKey: WALLET_KEY }) };
    expect(walletAdapter.verifyNotify(changed, genuine)).toMatchObject({ kind: 'order', fact: { state: 'paid' } });
    const rotated = { ...account, secrets: walletSecrets.parse({ signingKey: 'y'.repeat(40) }) };
    expect(walletAdapter.verifyNotify(rotated, genuine)).toEqual({ kind: 'invalid', reason: 'bad-signature' });
  });

  it('a kind of event we do not know is ignored, never guessed at', () => {
    expect(walletAdapter.verifyNotify(account, walletCallback('balance', walletNode(order)))).toMatchObject({ kind: 'ignored', reason: 'type balance' });
  });
});

it('the day file is read to the fen, its totals compared, and damaged rows are set apart', async () => {
  const file = [
    '钱包商户日账单|880000000001|2026-11-22|1|12300|1|300', '交易时间|业务类型|商户订单号|退款单号|渠道流水号|金额|手续费|摘要',
    '2026-11-22 09:30:00|支付|A1||W1|12300|0|学费', '2026-11-22 09:40:00|退款|A1|RF1|R1|300|0|学费', '2026-11-22 09:40:00|转账|A1|RF1|R2|300|0|学费', '1|2',
  ].join('\r\n');
  const parsed = must(await inspect(Buffer.from(file), 'x.txt', [statementReader]));
  expect([...parsed.rows]).toMatchObject([
    { type: 'payment', amountMinor: 12_300n, merchantNo: 'A1', channelNo: 'W1', settleDate: '2026-11-22' },
    { type: 'refund', direction: 'debit', amountMinor: 300n, merchantNo: 'RF1', origMerchantNo: 'A1', netMinor: -300n },
  ]);
  expect(parsed.summary).toMatchObject({ rejected: 2, account: '880000000001', stated: { creditMinor: 12_300n, debitMinor: 300n } });
});
