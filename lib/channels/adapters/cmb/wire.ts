/** Calls of polypay: a signed JSON envelope whose business part is JSON text, and the same back. */
import { z } from 'zod';
import type { CallContext, NotSent, Unclear } from '../../port';
import { textOf } from '../form';
import { parseJson, rawMembers, toJson, type JsonOut } from '../json-text';
import { addressOf, exchange, unclear } from '../transport';
import type { CmbAccount } from './config';
import { apiSign, signFields, verifyFields } from './signature';

export interface CmbAnswer {
  readonly kind: 'answer';
  /** Both codes SUCCESS; otherwise `errCode` says why. */
  readonly ok: boolean;
  readonly errCode: string;
  readonly message: string;
  readonly content: unknown;
}
export type CmbReply = CmbAnswer | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };
const lost = (outcome: Unclear): CmbReply => ({ kind: 'lost', outcome });

const envelope = z.object({
  returnCode: z.string().max(32),
  respCode: z.string().max(32).optional(),
  errCode: z.string().max(64).optional(),
  respMsg: z.string().optional(),
  biz_content: z.string().max(1_000_000).optional(),
  sign: z.string().max(2_000),
});

/** Codes that say nothing about the trade; spelled as the bank spells them [A]. */
const UNCLEAR_CODES = new Set(['SYSTERM_ERROR', 'SYSTERM_MAINTAINING', 'SYSTEM_ERROR', 'OPERATING_FREQUENTLY']);

export function signedEnvelope(fields: Readonly<Record<string, string>>, privateKey: string): Record<string, string> {
  const whole = { version: '0.0.1', encoding: 'UTF-8', signMethod: '02', ...fields };
  return { ...whole, sign: signFields(whole, privateKey) };
}

export async function callPolypay(
  account: CmbAccount,
  call: CallContext,
  operation: string,
  content: { readonly [key: string]: JsonOut | undefined },
  timeoutMs: number,
): Promise<CmbReply> {
  const { config, secrets } = account;
  const body = signedEnvelope({ biz_content: toJson(content) }, secrets.merchantPrivateKey);
  const timestamp = String(Math.floor(call.clock.now() / 1000));
  const headers = {
    'content-type': 'application/json; charset=utf-8', accept: 'application/json', 'user-agent': 'bafang/1',
    appid: config.appId, timestamp, apisign: apiSign(config.appId, secrets.appSecret, body['sign']!, timestamp),
  };
  const url = addressOf(account, `/polypay/v1.0/mchorders/${operation}`);
  const exchanged = await exchange(account, call, url, { method: 'POST', headers, body: toJson(body), timeoutMs });
  if (exchanged.kind === 'lost') return exchanged;
  const { status, body: bytes } = exchanged.reply;
  if (status !== 200) return lost(unclear(`http.${status}`, 'bank-busy'));
  return readAnswer(textOf(bytes, 'utf-8') ?? '', config.bankPublicKey);
}

/** Verified over every member that came, known to us or not: the document asks for it. */
export function readAnswer(text: string, bankPublicKey: string): CmbReply {
  const members = rawMembers(text);
  const fields: Record<string, string> = Object.create(null);
  for (const [name, raw] of members ?? []) {
    const value = parseJson(raw);
    if (typeof value !== 'string') return lost(unclear('answer.malformed'));
    fields[name] = value;
  }
  const parsed = envelope.safeParse(fields);
  if (!members || !parsed.success) return lost(unclear('answer.malformed'));
  if (!verifyFields(fields, bankPublicKey)) return lost(unclear('answer.bad-signature'));
  const { returnCode, respCode, errCode = '', respMsg = '', biz_content } = parsed.data;
  if (UNCLEAR_CODES.has(errCode)) return lost(unclear(errCode, errCode === 'SYSTERM_MAINTAINING' ? 'bank-maintenance' : 'bank-busy'));
  if (returnCode !== 'SUCCESS') return lost(unclear(errCode || 'return.fail', 'bank-busy'));
  const ok = respCode === 'SUCCESS';
  if (!ok && errCode === '') return lost(unclear('answer.malformed'));
  return { kind: 'answer', ok, errCode, message: respMsg.slice(0, 200), content: parseJson(biz_content ?? '') };
}
