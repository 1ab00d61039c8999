/** Signed forms out; `k=v&k=v` back, signed with the certificate inside. */
import type { Instant } from '@/lib/kernel/time';
import type { CallContext, InvalidReason, NotSent, Unclear } from '../../port';
import { readForm, textOf, writeForm } from '../form';
import { addressOf, exchange, unclear } from '../transport';
import type { UnionpayAccount } from './config';
import { signFields, verifyFields } from './signature';

export const PATHS = {
  front: '/gateway/api/frontTransReq.do',
  back: '/gateway/api/backTransReq.do',
  query: '/gateway/api/queryTrans.do',
  file: '/file/',
} as const;

type Fields = Readonly<Record<string, string>>;

/** Completes and signs one request. `txnTime` is part of an order's name and is given by the caller. */
export function signedFields(account: UnionpayAccount, fields: Fields): Record<string, string> {
  const whole: Record<string, string> = {
    version: '5.1.0',
    encoding: 'UTF-8',
    signMethod: '01',
    accessType: '0',
    merId: account.config.merId,
    certId: account.config.certId,
    ...fields,
  };
  return { ...whole, signature: signFields(whole, account.secrets.merchantPrivateKeyPem) };
}

export type UnionpayReply =
  | { readonly kind: 'answer'; readonly fields: Fields; readonly respCode: string; readonly message: string }
  | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };
const lost = (code: string, cause?: Unclear['cause']): UnionpayReply => ({ kind: 'lost', outcome: unclear(code, cause) });

export async function post(
  account: UnionpayAccount,
  call: CallContext,
  url: string,
  fields: Fields,
  limits: { timeoutMs: number; maxBytes?: number },
  otherHosts: readonly string[] = [],
): Promise<UnionpayReply> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8', 'user-agent': 'bafang/1' };
  const body = writeForm(signedFields(account, fields));
  const exchanged = await exchange(account, call, url, { method: 'POST', headers, body, ...limits }, otherHosts);
  if (exchanged.kind === 'lost') return exchanged;
  if (exchanged.reply.status !== 200) return lost(`http.${exchanged.reply.status}`, 'bank-busy');
  const read = readAnswer(exchanged.reply.body, account, call.clock.now());
  if ('reason' in read) return lost(`answer.${read.reason}`);
  if (read.fields['merId'] !== undefined && read.fields['merId'] !== account.config.merId) return lost('answer.wrong-merchant');
  return {
    kind: 'answer',
    fields: read.fields,
    respCode: read.fields['respCode'] ?? '',
    message: (read.fields['respMsg'] ?? '').slice(0, 200),
  };
}

/** Postings to the gateway go below the account's base address. */
export const gateway = (account: UnionpayAccount, path: string): string => addressOf(account, path);

/** `k=v&k=v` without percent encoding, as the gateway answers; values may hold `=` but not `&`. Null when a name appears twice. */
export function readPlain(text: string): Record<string, string> | null {
  const fields: Record<string, string> = Object.create(null);
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=');
    if (equals < 1 || pair.slice(0, equals) in fields) return null;
    fields[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return fields;
}

/**
 * Synchronous answers come plain from the gateway, but percent-encoded through some proxies and test systems. Whichever reading verifies
 * is what was signed; if neither does, the reason of the plain one is told.
 */
export function readAnswer(body: Uint8Array, account: UnionpayAccount, at: Instant): { fields: Fields } | { reason: InvalidReason } {
  const text = textOf(body, 'utf-8');
  const readings = [text === null ? null : readPlain(text), readForm(body, 'utf-8')].filter((fields) => fields !== null);
  let reason: InvalidReason = 'malformed';
  for (const [index, fields] of readings.entries()) {
    const verdict = verifyFields(fields, account.config, at);
    if (verdict.kind === 'authentic') return { fields };
    if (index === 0) reason = verdict.reason;
  }
  return { reason };
}
