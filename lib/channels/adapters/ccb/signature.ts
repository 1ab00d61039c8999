/** CCB's MAC (fixed order, MD5) and callback signature (RSA over MD5, hexadecimal). Sources: README.md [B/C]. */
import { md5Hex } from '../../signatures/digest';
import { strictHex, verifyRsa } from '../../signatures/rsa';
import type { CcbConfig } from './config';

/** `530550`: order and names are part of the format; empty values stay. PUB is signed and never sent. */
const PAY_ORDER = [
  'MERCHANTID', 'POSID', 'BRANCHID', 'ORDERID', 'PAYMENT', 'CURCODE', 'TXCODE', 'REMARK1', 'REMARK2', 'RETURNTYPE', 'TIMEOUT',
] as const;
/** `410408`: the query password takes part as an empty value. */
export const QUERY_ORDER = [
  'MERCHANTID', 'BRANCHID', 'POSID', 'ORDERDATE', 'BEGORDERTIME', 'ENDORDERTIME', 'ORDERID', 'QUPWD', 'TXCODE', 'TYPE', 'KIND', 'STATUS',
  'SEL_TYPE', 'PAGE', 'OPERATOR', 'CHANNEL',
] as const;
const NOTIFY_ORDER = ['POSID', 'BRANCHID', 'ORDERID', 'PAYMENT', 'CURCODE', 'REMARK1', 'REMARK2'] as const;
/** These take part only when the message carries them. */
const NOTIFY_OPTIONAL = ['TYPE', 'REFERER', 'CLIENTIP', 'ACCDATE', 'USRINFO', 'PAYTYPE'] as const;

type Fields = Readonly<Record<string, string>>;
const inOrder = (names: readonly string[], fields: Fields): string => names.map((name) => `${name}=${fields[name] ?? ''}`).join('&');

export const payText = (fields: Fields, posPublicKeyTail30: string): string => `${inOrder(PAY_ORDER, fields)}&PUB=${posPublicKeyTail30}`;
export const payMac = (fields: Fields, posPublicKeyTail30: string): string => md5Hex(payText(fields, posPublicKeyTail30));
export const queryMac = (fields: Fields): string => md5Hex(inOrder(QUERY_ORDER, { ...fields, QUPWD: '' }));

/** The signed bytes of a callback, from raw values: GBK text is never decoded and encoded again on the way to the signature. */
export function notifyBytes(fields: ReadonlyMap<string, Uint8Array>): Buffer {
  const names = [
    ...NOTIFY_ORDER, ...(fields.has('ACC_TYPE') ? ['ACC_TYPE'] : []), 'SUCCESS', ...NOTIFY_OPTIONAL.filter((name) => fields.has(name)),
  ];
  const parts = names.flatMap((name, index) => [Buffer.from(`${index === 0 ? '' : '&'}${name}=`), fields.get(name) ?? Buffer.alloc(0)]);
  return Buffer.concat(parts);
}

export function verifyNotifyFields(fields: ReadonlyMap<string, Buffer>, config: CcbConfig): boolean {
  const signature = strictHex(fields.get('SIGN')?.toString('latin1') ?? '');
  return signature !== null && verifyRsa('RSA-MD5', notifyBytes(fields), signature, config.bankPublicKeyPem);
}
