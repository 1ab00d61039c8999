/** `transName`, `Plain`, `Signature` out; `Plain=…&Signature=…` back. */
import type { CallContext, NotSent, Unclear } from '../../port';
import { readForm, writeForm } from '../form';
import { addressOf, exchange, unclear } from '../transport';
import type { PsbcAccount } from './config';
import { isAuthentic, readPlain, signPlain, writePlain, type PlainFields } from './signature';

export interface PsbcAnswer {
  readonly kind: 'answer';
  readonly ok: boolean;
  readonly code: string;
  readonly message: string;
  readonly fields: PlainFields;
}
export type PsbcReply = PsbcAnswer | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };
const lost = (code: string, cause?: Unclear['cause']): PsbcReply => ({ kind: 'lost', outcome: unclear(code, cause) });

export const gateway = (account: PsbcAccount): string => addressOf(account, account.config.profile.path);

export function signedForm(account: PsbcAccount, transName: string, fields: PlainFields): Record<string, string> {
  const Plain = writePlain({ MercCode: account.config.mercCode, ...fields });
  return { transName, Plain, Signature: signPlain(Plain, account) };
}

export interface PsbcRequest {
  readonly transName: string;
  readonly fields: PlainFields;
  readonly timeoutMs: number;
  readonly maxBytes?: number;
}

/** `Nonce` comes back in the signed answer (sandbox convention): an old "no such order" cannot be given to a new question. */
export async function post(account: PsbcAccount, call: CallContext, { transName, fields, timeoutMs, maxBytes }: PsbcRequest): Promise<PsbcReply> {
  const nonce = Buffer.from(call.random.bytes(12)).toString('hex');
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8', 'user-agent': 'bafang/1' };
  const body = writeForm(signedForm(account, transName, { ...fields, Nonce: nonce }));
  const init = { method: 'POST', headers, body, timeoutMs, ...(maxBytes && { maxBytes }) } as const;
  const exchanged = await exchange(account, call, gateway(account), init);
  if (exchanged.kind === 'lost') return exchanged;
  const { status, body: bytes } = exchanged.reply;
  if (status !== 200) return lost(`http.${status}`, 'bank-busy');
  const form = readForm(bytes, 'utf-8');
  const said = form?.['Plain'] === undefined ? null : readPlain(form['Plain']);
  if (!form || !said) return lost('answer.malformed');
  if (!isAuthentic(form['Plain']!, form['Signature'] ?? '', account)) return lost('answer.bad-signature');
  if (said['Nonce'] !== nonce || said['MercCode'] !== account.config.mercCode) return lost('answer.mismatch');
  const code = said['RespCode'] ?? '';
  return { kind: 'answer', ok: code === account.config.profile.okCode, code, message: (said['RespMsg'] ?? '').slice(0, 200), fields: said };
}
