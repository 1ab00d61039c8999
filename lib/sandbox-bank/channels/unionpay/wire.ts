/** UnionPay ACP 5.1.0 on the wire: RSA over the hexadecimal SHA-256 of the sorted fields; the bank's certificate travels along. */
import { businessDateOf, instant } from '@/lib/kernel/time';
import type { Bank } from '../../bank/bank';
import { BANK_ZONE, bankStamp } from '../../bank/clock';
import { rsaSign, rsaVerify, sha256Hex } from '../../bank/crypto';
import { answer, type Reply } from '../../bank/http';
import { foreignUnionpay } from '../../bank/keys';
import type { Papers } from '../../bank/papers';
import type { CallbackVariant, Merchant } from '../../bank/types';

export type Fields = Readonly<Record<string, string>>;
export const CUT_OFF = '23:00';

/** Non-empty fields but `signature`, sorted, `k=v&k=v`; what RSA signs is the lowercase hexadecimal text of its SHA-256. */
export function signedDigest(fields: Fields): string {
  const text = Object.keys(fields)
    .filter((key) => key !== 'signature' && fields[key] !== '')
    .sort()
    .map((key) => `${key}=${fields[key]!}`)
    .join('&');
  return sha256Hex(text);
}

export function verifyRequest(merchant: Merchant, fields: Fields): boolean {
  if (fields.signMethod !== '01' || fields.certId !== merchant.config.certId) return false;
  return rsaVerify('sha256', signedDigest(fields), merchant.keeps.publicPem!, Buffer.from(fields.signature ?? '', 'base64'));
}

/** The PEM with CRLF, whose every byte is part of the signed text. */
export const certificateWithCrlf = (pem: string): string => pem.trim().replaceAll('\n', '\r\n');

export async function signFields(bank: Bank, fields: Fields, papers: Papers = bank.keys.unionpaySign): Promise<Record<string, string>> {
  const whole = { ...fields, signMethod: '01', signPubKeyCert: certificateWithCrlf(papers.certificatePem) };
  return { ...whole, signature: (await rsaSign('sha256', signedDigest(whole), papers.privatePem)).toString('base64') };
}

/** With which certificate and key a callback of this kind is signed. */
export function papersFor({ keys }: Bank, variant: CallbackVariant, forged: boolean): Papers {
  if (variant === 'expired-certificate') return keys.unionpayExpired ?? foreignUnionpay(keys);
  if (variant === 'foreign-certificate') return foreignUnionpay(keys);
  return forged ? { ...keys.unionpaySign, privatePem: keys.forger.privatePem } : keys.unionpaySign;
}

const MESSAGES: Readonly<Record<string, string>> = {
  '00': '成功[0000000]',
  '01': '交易失败',
  '02': '交易已关闭',
  '03': '通讯超时',
  '04': '状态未明',
  '05': '交易已受理，请稍后查询交易结果',
  10: '报文格式错误',
  11: '验证签名失败',
  12: '重复交易',
  13: '报文交易要素缺失',
  31: '商户状态不正确',
  34: '查无此交易',
  35: '原交易状态不正确',
  36: '原交易金额不符',
  39: '交易不在受理时间范围内',
  64: '卡上的余额不足',
  98: '文件不存在',
  99: '系统异常',
};
export const messageOf = (code: string): string => MESSAGES[code] ?? '其它错误';

/** An answer: what was asked comes back, plain `k=v&k=v` without percent encoding, as the gateway writes it. */
export async function plainReply(bank: Bank, asked: Fields, respCode: string, more: Fields = {}): Promise<Reply> {
  const echo: Record<string, string> = {};
  for (const name of [
    'version',
    'encoding',
    'txnType',
    'txnSubType',
    'bizType',
    'accessType',
    'merId',
    'orderId',
    'txnTime',
    'reqReserved',
  ]) {
    if (asked[name]) echo[name] = asked[name];
  }
  const signed = await signFields(bank, { ...echo, respCode, respMsg: messageOf(respCode), ...more });
  const text = Object.entries(signed)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return answer(200, text, { 'content-type': 'text/html;charset=UTF-8' });
}

/** `MMDD` of the clearing day a moment belongs to: the day is cut at 23:00. */
export const settleDay = (at: number): string => businessDateOf(instant(at), BANK_ZONE, CUT_OFF).slice(5).replace('-', '');
/** `MMDDhhmmss`. */
export const traceTime = (at: number): string => bankStamp(at).slice(4);
export const traceNo = (tradeNo: string): string => tradeNo.slice(-6);
