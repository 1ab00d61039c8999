/** JSON over HTTP with a signature over body, time and nonce; the answer carries the nonce of its question. */
import { z } from 'zod';
import type { CallContext, NotSent, Unclear } from '../../port';
import { textOf } from '../form';
import { parseJson, toJson, type JsonOut } from '../json-text';
import { addressOf, exchange, unclear } from '../transport';
import type { SpdbAccount } from './config';
import { checkSignature, signedText, smSignature } from './signature';

export type SpdbFields = Readonly<Record<string, string>>;
export interface SpdbAnswer {
  readonly kind: 'answer';
  readonly ok: boolean;
  readonly code: string;
  readonly message: string;
  readonly fields: SpdbFields;
}
export type SpdbReply = SpdbAnswer | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };
const lost = (code: string, cause?: Unclear['cause']): SpdbReply => ({ kind: 'lost', outcome: unclear(code, cause) });

/** Texts only: an amount that is a JSON number was never said to the fen. */
const answerSchema = z.record(z.string().max(64), z.string());

export interface SpdbRequest {
  readonly path: string;
  readonly fields: { readonly [name: string]: JsonOut };
  readonly timeoutMs: number;
  readonly maxBytes?: number;
}

export async function post(account: SpdbAccount, call: CallContext, { path, fields, timeoutMs, maxBytes }: SpdbRequest): Promise<SpdbReply> {
  const { clientId, mrchNo, spdbMrchNo, terminalNo, profile } = account.config;
  const body = toJson({ mrchNo, spdbMrchNo, terminalNo, ...fields });
  const [timestamp, nonce] = [String(call.clock.now()), Buffer.from(call.random.bytes(12)).toString('hex')];
  const headers = {
    'content-type': 'application/json;charset=utf-8', 'user-agent': 'bafang/1', 'x-spdb-client-id': clientId, 'x-spdb-sm': 'true',
    'x-spdb-timestamp': timestamp, 'x-spdb-nonce': nonce, 'x-spdb-signature': smSignature(account.secrets.clientSecret, signedText(body, timestamp, nonce)),
  };
  const exchanged = await exchange(account, call, addressOf(account, path), { method: 'POST', headers, body, timeoutMs, ...(maxBytes && { maxBytes }) });
  if (exchanged.kind === 'lost') return exchanged;
  const { status, headers: given, body: bytes } = exchanged.reply;
  if (status !== 200) return lost(`http.${status}`, status === 503 ? 'bank-maintenance' : 'bank-busy');
  const verdict = checkSignature(account.secrets, given, bytes, call.clock.now(), nonce);
  if (verdict !== 'authentic') return lost(`answer.${verdict}`);
  const read = answerSchema.safeParse(parseJson(textOf(bytes, 'utf-8') ?? ''));
  if (!read.success || !read.data['statusCode']) return lost('answer.malformed');
  const { statusCode, statusMsg = '' } = read.data;
  return { kind: 'answer', ok: statusCode === profile.okCode, code: statusCode, message: statusMsg.slice(0, 200), fields: read.data };
}
