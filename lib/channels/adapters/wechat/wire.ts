/** Requests and answers of the API v3 as they travel. */
import type { CallContext, NotSent, Unclear } from '../../port';
import { textOf } from '../form';
import { parseJson } from '../json-text';
import { addressOf, exchange, unclear } from '../transport';
import type { WechatAccount } from './config';
import { authorization, checkSignature } from './signature';

export interface WechatRequest {
  readonly method: 'GET' | 'POST';
  /** Begins with `/v3/`. */
  readonly target: string;
  readonly body?: string;
  readonly timeoutMs: number;
}
/** `signed: false` only for an answer to a request WeChat could not authenticate: it signs whatever it accepted our signature for [A]. */
export interface WechatAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly json: unknown;
  readonly signed: boolean;
}
export type WechatReply = WechatAnswer | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };

const NONCE_BYTES = 16;
const lost = (outcome: NotSent | Unclear): WechatReply => ({ kind: 'lost', outcome });

export async function requestHeaders(account: WechatAccount, call: CallContext, request: WechatRequest): Promise<Record<string, string>> {
  const nonce = Buffer.from(call.random.bytes(NONCE_BYTES)).toString('hex').toUpperCase();
  const publicKeyMode = account.config.platformKeys.find((key) => key.serial.startsWith('PUB_KEY_ID_'));
  return {
    authorization: await authorization(account, request.method, request.target, request.body ?? '', call.clock.now(), nonce),
    accept: 'application/json',
    'user-agent': 'bafang/1',
    ...(request.body !== undefined && { 'content-type': 'application/json' }),
    ...(publicKeyMode && { 'wechatpay-serial': publicKeyMode.serial }),
  };
}

/** Sends and verifies. What cannot be believed comes back as lost and unknown, never as an answer. */
export async function send(account: WechatAccount, call: CallContext, request: WechatRequest): Promise<WechatReply> {
  const { method, body, timeoutMs } = request;
  const headers = await requestHeaders(account, call, request);
  const exchanged = await exchange(account, call, addressOf(account, request.target), {
    method,
    headers,
    timeoutMs,
    ...(body !== undefined && { body }),
  });
  if (exchanged.kind === 'lost') return exchanged;
  const { reply } = exchanged;
  const verdict = checkSignature(account.config, reply.headers, reply.body, call.clock.now());
  const json = parseJson(textOf(reply.body, 'utf-8') ?? '');
  const { code, message } = errorOf(json, reply.status);
  if (reply.status >= 500) return lost(unclear(code, 'bank-busy'));
  if (verdict.kind === 'invalid') return lost(unclear(`answer.${verdict.reason}`));
  const signed = verdict.kind === 'authentic';
  if (!signed && reply.status !== 401 && reply.status !== 429) return lost(unclear('answer.unsigned'));
  return { kind: 'answer', status: reply.status, code, message, json, signed };
}

function errorOf(json: unknown, status: number): { code: string; message: string } {
  const fields = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : {};
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : '');
  return { code: text(fields['code']) || `http.${status}`, message: text(fields['message']) };
}

/** A number goes into the path as one segment, whatever characters it holds. */
export const segment = (text: string): string => encodeURIComponent(text);
