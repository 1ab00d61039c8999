import { z } from 'zod';
import type { NotifyVerdict, RawAnswer, RawInbound } from '../../port';
import { strictBase64 } from '../../signatures/rsa';
import { readForm, textOf } from '../form';
import type { AbcAccount } from './config';
import { CNY_CODE, hostTime, referenceOf, SUCCESS, yuan } from './mapping';
import { openDocument } from './signature';

const invalid = (reason: Extract<NotifyVerdict, { kind: 'invalid' }>['reason']): NotifyVerdict => ({ kind: 'invalid', reason });
const text = z.string().max(128);
const told = z.object({
  TrxResponse: z.object({
    ReturnCode: text, MerchantID: text, TrxType: text, OrderNo: text, Amount: text.optional(), CurrencyCode: text.default(CNY_CODE),
    HostDate: text.optional(), HostTime: text.optional(), iRspRef: text.optional(),
  }),
});

/** The document inside MSG is verified as it was signed; then the merchant, the currency, the meaning. */
export function verifyNotify(account: AbcAccount, inbound: RawInbound): NotifyVerdict {
  const packed = strictBase64(readForm(inbound.body, 'utf-8')?.['MSG'] ?? '');
  const document = packed ? textOf(packed, 'gb18030') : null;
  if (document === null) return invalid('malformed');
  const opened = openDocument(document, account.config.bankPublicKeyPem);
  if (typeof opened === 'string') return invalid(opened);
  const parsed = told.safeParse(opened.message);
  if (!parsed.success) return invalid('malformed');
  const { ReturnCode, MerchantID, TrxType, OrderNo: orderNo, Amount, CurrencyCode, HostDate, HostTime, iRspRef } = parsed.data.TrxResponse;
  if (MerchantID !== account.config.merchantId) return invalid('wrong-merchant');
  if (CurrencyCode !== CNY_CODE) return invalid('wrong-currency');
  if (TrxType !== 'PayResult') return { kind: 'ignored', eventKey: `${TrxType}-${orderNo}`, reason: TrxType };
  if (ReturnCode !== SUCCESS) {
    const fact = { state: 'failed', code: `return-code.${ReturnCode}`, cause: 'other' } as const;
    return { kind: 'order', eventKey: `failed-${orderNo}-${ReturnCode}`, orderNo, fact };
  }
  const amount = yuan(Amount);
  const paidAt = hostTime(HostDate, HostTime);
  const channelTradeNo = referenceOf(account.config.profile, orderNo, iRspRef);
  const eventKey = `paid-${orderNo}-${channelTradeNo}`;
  if (!amount || paidAt === null || channelTradeNo === '') {
    return { kind: 'order', eventKey: `unclear-${orderNo}`, orderNo, fact: { state: 'unknown', code: 'answer.incomplete', cause: 'other' } };
  }
  return { kind: 'order', eventKey, orderNo, fact: { state: 'paid', amount, channelTradeNo, paidAt } };
}

/** A line that names the address the payer's browser goes to next; anything else makes the bank send again. */
export function ack(account: AbcAccount, verdict: 'stored' | 'refused' | 'retry' | 'probe'): RawAnswer {
  const headers = { 'content-type': 'text/html; charset=GB2312' } as const;
  if (verdict !== 'stored') return { status: verdict === 'retry' ? 500 : 400, headers, body: '' };
  return { status: 200, headers, body: `<URL>${new URL(account.notifyUrl).origin}${account.config.profile.resultPath}</URL>` };
}
