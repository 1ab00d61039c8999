/** BOC: base64 of a detached PKCS#7 (SHA-1, certificate inside) over values joined by `|`. Field orders: README.md [A/B]. */
import type { Instant } from '@/lib/kernel/time';
import { signPkcs7, verifyPkcs7 } from '../../signatures/pkcs7';
import { strictBase64 } from '../../signatures/rsa';
import { verifyChain } from '../../signatures/x509';
import type { InvalidReason } from '../../port';
import type { BocAccount, BocConfig } from './config';

type Fields = Readonly<Record<string, string>>;

export const ORDERS = {
  create: ['orderNo', 'orderTime', 'curCode', 'orderAmount', 'merchantNo'],
  refund: ['merchantNo', 'mRefundSeq', 'curCode', 'refundAmount', 'orderNo'],
  refundQuery: ['merchantNo', 'mRefundSeq'],
  notify: ['merchantNo', 'orderNo', 'orderSeq', 'cardTyp', 'payTime', 'orderStatus', 'payAmount'],
  /** Present only when the merchant may see them. */
  notifyOptional: ['acctNo', 'holderName', 'ibknum'],
  refundReply: ['merchantNo', 'mRefundSeq', 'refundAmount', 'orderNo', 'orderSeq', 'orderAmount', 'bankTranSeq', 'tranTime', 'dealStatus'],
  status: ['merchantNo', 'nonce', 'hdlSts', 'rtnCd'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const joined = (names: readonly string[], fields: Fields): string => names.map((name) => fields[name] ?? '').join('|');

/** Of a file ticket: sorted `k=v` of what is not empty. */
export const ticketText = (fields: Fields): string =>
  Object.keys(fields).filter((name) => name !== 'signData' && fields[name] !== '').sort().map((name) => `${name}=${fields[name]}`).join('|');

export const sign = (text: string, { config, secrets }: Pick<BocAccount, 'config' | 'secrets'>): string =>
  signPkcs7(text, { certPem: config.merchantCertPem, privateKeyPem: secrets.merchantPrivateKeyPem, digest: 'sha1' }, false).toString('base64');

/** The certificate travels inside the signature: it proves nothing until it chains to our configured root under the expected name. */
export function verify(text: string, signData: string, config: BocConfig, at: Instant): 'authentic' | InvalidReason {
  const bytes = strictBase64(signData);
  const signed = bytes && verifyPkcs7(bytes, Buffer.from(text));
  if (!signed) return 'bad-signature';
  const chain = verifyChain(signed.signerPem, config.rootCertPem, config.signCertCn, at);
  if (chain.kind === 'trusted') return 'authentic';
  return chain.kind === 'expired' ? 'expired-certificate' : 'unknown-certificate';
}
