import type { NotifyVerdict, RawAnswer, RawInbound } from '../../port';
import { readForm } from '../form';
import type { PsbcAccount } from './config';
import { orderFactOf, refundFactOf } from './mapping';
import { isAuthentic, readPlain } from './signature';

const invalid = (reason: Extract<NotifyVerdict, { kind: 'invalid' }>['reason']): NotifyVerdict => ({ kind: 'invalid', reason });

/** Payments and refunds come to the same address [C]; a refund names its original. The signature is over the text of `Plain` as it came. */
export function verifyNotify(account: PsbcAccount, inbound: RawInbound): NotifyVerdict {
  const form = readForm(inbound.body, 'utf-8');
  const plain = form?.['Plain'];
  if (plain === undefined) return invalid('malformed');
  if (!isAuthentic(plain, form?.['Signature'] ?? '', account)) return invalid('bad-signature');
  const fields = readPlain(plain);
  if (!fields) return invalid('malformed');
  const of = (name: string): string => fields[name] ?? '';
  if (of('MercCode') !== account.config.mercCode) return invalid('wrong-merchant');
  if (of('Ccy') !== '' && of('Ccy') !== '156') return invalid('wrong-currency');
  const ownNo = of('TermSsn');
  if (ownNo === '') return invalid('malformed');
  const eventKey = [ownNo, of('AcqSsn'), of('TranSt'), of('TranAmt')].join('.');
  if (of('OTermSsn') !== '') return { kind: 'refund', eventKey, refundNo: ownNo, orderNo: of('OTermSsn'), fact: refundFactOf(fields, account) };
  return { kind: 'order', eventKey, orderNo: ownNo, fact: orderFactOf(fields, account) };
}

const plainText = { 'content-type': 'text/plain; charset=utf-8' } as const;

/** Status 200 and the profile's body: what the bank wants is not public. */
export function ack(account: PsbcAccount, verdict: 'stored' | 'refused' | 'retry' | 'probe'): RawAnswer {
  if (verdict === 'stored') return { status: 200, headers: plainText, body: account.config.profile.ackBody };
  return { status: verdict === 'retry' ? 500 : 400, headers: plainText, body: '' };
}
