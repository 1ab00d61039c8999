// UnionPay's code: only a signed answer about this order shows one; a number that exists is asked about before anything else.
import { describe, expect, it } from 'vitest';
import { callWith, netThat, refOf, refundOf } from '../../contract';
import { contractOrder, NOW, unionpayFields, unionpaySigned } from '../../contract.fixtures';
import { readForm } from '../form';
import { unionpayAdapter } from '.';
import type { UnionpayAccount } from './config';
import { unionpayQrFixtures } from './qr.fixtures';

const account = unionpayQrFixtures.account as UnionpayAccount;
const order = contractOrder(4_500n);
const answering = (over: Readonly<Record<string, string>>) =>
  callWith(
    netThat(() => {
      const fields = unionpaySigned({ ...unionpayFields(order), txnSubType: '07', bizType: '000000', ...over });
      return { ok: true, status: 200, headers: {}, body: Buffer.from(Object.entries(fields).map(([name, value]) => `${name}=${value}`).join('&')) };
    }),
    NOW,
  );

describe('create', () => {
  it.each([
    [{ qrCode: 'https://qr.95516.com/00010000/1' }, { certainty: 'accepted', present: { kind: 'qr', text: 'https://qr.95516.com/00010000/1' } }],
    [{}, { certainty: 'unknown', retry: 'same-number', code: 'answer.incomplete' }],
    [{ qrCode: 'x', orderId: 'OTHER0000001' }, { certainty: 'unknown', retry: 'query-first' }],
    [{ qrCode: 'x', txnTime: '20200101000000' }, { certainty: 'unknown', retry: 'query-first' }],
    [{ qrCode: 'x', merId: '777290058110009' }, { certainty: 'unknown', code: 'answer.wrong-merchant' }],
    [{ respCode: '12' }, { certainty: 'unknown', retry: 'query-first' }],
    [{ respCode: '05' }, { certainty: 'unknown', retry: 'same-number' }],
    [{ respCode: '77' }, { certainty: 'unknown', retry: 'same-number' }],
    [{ respCode: '31' }, { certainty: 'declined', cause: 'merchant-configuration' }],
  ])('%o', async (over, outcome) => {
    expect(await unionpayAdapter.create(account, order, answering(over))).toMatchObject(outcome);
  });
});

it('every message about such an order names its product', async () => {
  const net = netThat(() => ({ ok: false, sent: true, code: 'timeout' }));
  const call = callWith(net, NOW);
  await unionpayAdapter.create(account, order, call);
  await unionpayAdapter.query(account, refOf(order), call);
  await unionpayAdapter.refund(account, refundOf(order, 'T', 1n), call);
  expect(net.requests.map((request) => readForm(Buffer.from(request.body!), 'utf-8')!['bizType'])).toEqual(['000000', '000000', '000000']);
});
