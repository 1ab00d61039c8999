/** Signed JSON over HTTP: every answer carries the nonce of its question in its signature. */
import { z } from 'zod';
import type { CallContext, NotSent, Unclear } from '../../port';
import { hmacSha256Hex } from '../../signatures/hmac';
import { parseJson, toJson, type JsonOut } from '../json-text';
import { textOf } from '../form';
import { addressOf, exchange, unclear } from '../transport';
import type { WalletAccount } from './config';
import { checkSignature, signedLines } from './signature';

export interface WalletCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: JsonOut;
  readonly timeoutMs: number;
  readonly maxBytes?: number;
}
export interface WalletAnswer {
  readonly kind: 'answer';
  readonly status: number;
  /** The wallet's own code; empty on success. */
  readonly code: string;
  readonly message: string;
  readonly node: unknown;
  readonly bytes: Uint8Array;
}
export type WalletReply = WalletAnswer | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };

const problem = z.looseObject({ code: z.string().max(64), message: z.string().optional() });
const lost = (outcome: Unclear): WalletReply => ({ kind: 'lost', outcome });
const freshNonce = (call: CallContext): string => Buffer.from(call.random.bytes(16)).toString('hex');

export async function ask(account: WalletAccount, call: CallContext, { method, path, body, timeoutMs, maxBytes }: WalletCall): Promise<WalletReply> {
  const text = body === undefined ? '' : toJson(body);
  const [timestamp, nonce] = [String(call.clock.now()), freshNonce(call)];
  const headers = {
    'content-type': 'application/json', accept: 'application/json', 'user-agent': 'bafang/1',
    'x-wallet-merchant': account.config.merchantNo, 'x-wallet-timestamp': timestamp, 'x-wallet-nonce': nonce,
    'x-wallet-signature': hmacSha256Hex(account.secrets.signingKey, signedLines(method, path, timestamp, nonce) + text),
  };
  const init = { method, headers, timeoutMs, ...(text !== '' && { body: text }), ...(maxBytes && { maxBytes }) } as const;
  const exchanged = await exchange(account, call, addressOf(account, path), init);
  if (exchanged.kind === 'lost') return exchanged;
  const { status, body: bytes, headers: given } = exchanged.reply;
  const verdict = checkSignature(account.secrets, given, ['ANSWER', String(status), nonce], bytes, call.clock.now());
  if (verdict.kind === 'invalid') return lost(unclear(status >= 500 ? `http.${status}` : `answer.${verdict.reason}`, status >= 500 ? 'bank-busy' : 'other'));
  if (status >= 500 || status === 429) return lost(unclear(codeOf(bytes).code, status === 503 ? 'bank-maintenance' : 'bank-busy'));
  const node = parseJson(textOf(bytes, 'utf-8') ?? '');
  return { kind: 'answer', status, node, bytes, ...(status >= 400 ? codeOf(bytes) : { code: '', message: '' }) };
}

function codeOf(bytes: Uint8Array): { code: string; message: string } {
  const read = problem.safeParse(parseJson(textOf(bytes, 'utf-8') ?? ''));
  return read.success ? { code: read.data.code, message: (read.data.message ?? '').slice(0, 200) } : { code: 'answer.malformed', message: '' };
}
