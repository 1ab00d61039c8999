/** Calls of the MPNG transactions: a signed form out, one JSON member signed as raw text back. */
import { z } from 'zod';
import { compactTime, dashedTime } from '../../china-time';
import type { CallContext, NotSent, Unclear } from '../../port';
import { textOf, writeForm } from '../form';
import { parseJson, rawMembers, toJson, type JsonOut } from '../json-text';
import { addressOf, exchange, unclear } from '../transport';
import type { BocomAccount } from './config';
import { signFields, verifyAnswer } from './signature';

export const TRANSACTIONS = { create: 'MPNG210005', query: 'MPNG020702', refund: 'MPNG020701', refundQuery: 'MPNG020703', close: 'MPNG020705' } as const;
const pathOf = (transaction: string): string => `/api/pmssMpng/${transaction}/v1`;

export interface BocomAnswer {
  readonly kind: 'answer';
  readonly ok: boolean;
  readonly code: string;
  readonly message: string;
  readonly body: unknown;
}
export type BocomReply = BocomAnswer | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };
const lost = (outcome: Unclear): BocomReply => ({ kind: 'lost', outcome });

const answerSchema = z.object({
  rsp_head: z.object({ response_code: z.string().min(1).max(32), response_status: z.string().max(8), response_msg: z.string().optional() }),
  rsp_body: z.unknown().optional(),
});

export async function callMpng(
  account: BocomAccount, call: CallContext, transaction: string, body: { readonly [key: string]: JsonOut | undefined }, timeoutMs: number,
  maxBytes?: number,
): Promise<BocomReply> {
  const path = pathOf(transaction);
  const fields = {
    app_id: account.config.appId,
    msg_id: compactTime(call.clock.now()) + Buffer.from(call.random.bytes(8)).toString('hex'),
    timestamp: dashedTime(call.clock.now()),
    fmt_type: 'json',
    charset: 'UTF-8',
    biz_content: toJson({ req_head: { trans_time: compactTime(call.clock.now()), version: '1.0' }, req_body: body }),
  };
  const form = writeForm({ ...fields, sign: signFields(path, fields, account.secrets.merchantPrivateKeyPem) });
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8', accept: 'application/json', 'user-agent': 'bafang/1' };
  const init = { method: 'POST', headers, body: form, timeoutMs, ...(maxBytes !== undefined && { maxBytes }) } as const;
  const exchanged = await exchange(account, call, addressOf(account, path), init);
  if (exchanged.kind === 'lost') return exchanged;
  const { status, body: bytes } = exchanged.reply;
  if (status !== 200) return lost(unclear(`http.${status}`, 'bank-busy'));
  return readAnswer(textOf(bytes, 'utf-8') ?? '', account.config.bankPublicKeyPem);
}

/** S said yes, F said no, P and anything else said nothing yet. */
function readAnswer(text: string, bankKeyPem: string): BocomReply {
  const members = rawMembers(text);
  const raw = members?.get('rsp_biz_content');
  const sign = parseJson(members?.get('sign') ?? 'null');
  const parsed = answerSchema.safeParse(raw === undefined ? undefined : parseJson(raw));
  if (raw === undefined || !parsed.success || typeof sign !== 'string') return lost(unclear('answer.malformed'));
  if (!verifyAnswer(raw, sign, bankKeyPem)) return lost(unclear('answer.bad-signature'));
  const { response_code: code, response_status: status, response_msg: message = '' } = parsed.data.rsp_head;
  if (status !== 'S' && status !== 'F') return lost(unclear(code, 'bank-busy'));
  return { kind: 'answer', ok: status === 'S', code, message: message.slice(0, 200), body: parsed.data.rsp_body };
}
