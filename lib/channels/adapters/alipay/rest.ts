/**
 * Alipay v3: the operations of the gateway as JSON over paths, with the signature in headers [A, alipay-sdk-nodejs]. Answers are translated
 * into the gateway's words, so that one code table serves both.
 */
import { z } from 'zod';
import type { CallContext, NotSent, Unclear } from '../../port';
import { signRsa, strictBase64, verifyRsa } from '../../signatures/rsa';
import { textOf } from '../form';
import { parseJson, toJson, type JsonOut } from '../json-text';
import { addressOf, exchange, header, unclear, type Reply } from '../transport';
import type { AlipayReply } from './answer';
import { certificateSerials } from './cert-sn';
import type { AlipayAccount } from './config';


const SCHEME = 'ALIPAY-SHA256withRSA';
const LIFE_SECONDS = 600;
const SKEW_MS = LIFE_SECONDS * 1_000;
/** Asked with GET; everything else is posted. */
const QUESTIONS = new Set(['alipay.data.dataservice.bill.downloadurl.query']);
const CALLER_ERROR = '40002';
const BUSINESS_FAILED = '40004';

type Content = { readonly [key: string]: JsonOut | undefined };
export interface RestCall {
  readonly method: string;
  readonly content: Content;
  readonly timeoutMs: number;
}
const lost = (outcome: NotSent | Unclear): AlipayReply => ({ kind: 'lost', outcome });

/** `alipay.trade.query` → `/v3/alipay/trade/query`. */
export const pathOf = (method: string): string => `/v3/${method.replaceAll('.', '/')}`;

/** Scheme, signed words, then method, path and body, each on a line of its own. */
export const requestText = (authString: string, method: string, target: string, body: string): string =>
  `${authString}\n${method}\n${target}\n${body}\n`;
export const answerText = (timestamp: string, nonce: string, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);

export async function callRest(account: AlipayAccount, call: CallContext, { method, content, timeoutMs }: RestCall): Promise<AlipayReply> {
  const asks = QUESTIONS.has(method);
  const texts = Object.entries(content).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  const target = asks ? `${pathOf(method)}?${new URLSearchParams(texts).toString()}` : pathOf(method);
  const body = asks ? '' : toJson(content);
  const verb = asks ? 'GET' : 'POST';
  const serials = certificateSerials(account.config);
  const words = [`app_id=${account.config.appId}`, ...(serials ? [`app_cert_sn=${serials.app}`] : []), `timestamp=${call.clock.now()}`];
  const authString = [...words, `nonce=${Buffer.from(call.random.bytes(16)).toString('hex')}`, `expired_seconds=${LIFE_SECONDS}`].join(',');
  const sign = signRsa('RSA-SHA256', requestText(authString, verb, target, body), account.secrets.appPrivateKeyPem).toString('base64');
  const headers = {
    authorization: `${SCHEME} ${authString},sign=${sign}`, 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'bafang/1',
    'alipay-request-id': Buffer.from(call.random.bytes(16)).toString('hex'), ...(serials && { 'alipay-root-cert-sn': serials.root }),
  };
  const exchanged = await exchange(account, call, addressOf(account, target), { method: verb, headers, timeoutMs, ...(body !== '' && { body }) });
  return exchanged.kind === 'lost' ? lost(exchanged.outcome) : readRest(exchanged.reply, account, call.clock.now());
}

/** A refusal of our own signature may come unsigned; nothing else is believed without one. */
export function readRest({ status, headers, body }: Reply, account: AlipayAccount, at: number): AlipayReply {
  const timestamp = header(headers, 'alipay-timestamp') ?? '';
  const given = header(headers, 'alipay-signature');
  if (given === undefined) {
    return status === 401 ? refusal(body, CALLER_ERROR) : lost(unclear(status >= 500 ? `http.${status}` : 'answer.unsigned', status >= 500 ? 'bank-busy' : 'other'));
  }
  const signature = strictBase64(given);
  const text = answerText(timestamp, header(headers, 'alipay-nonce') ?? '', body);
  if (!signature || !verifyRsa('RSA-SHA256', text, signature, account.config.alipayPublicKeyPem)) return lost(unclear('answer.bad-signature'));
  if (!/^\d{13}$/.test(timestamp) || Math.abs(Number.parseInt(timestamp, 10) - at) > SKEW_MS) return lost(unclear('answer.stale'));
  if (status >= 500 || status === 429) return lost(unclear(`http.${status}`, 'bank-busy'));
  if (status === 200) {
    const node = parseJson(textOf(body, 'utf-8') ?? '');
    if (typeof node !== 'object' || node === null) return lost(unclear('answer.malformed'));
    return { kind: 'answer', code: '10000', subCode: '', message: '', node };
  }
  return refusal(body, status === 401 || status === 403 ? CALLER_ERROR : BUSINESS_FAILED);
}

const problem = z.looseObject({ code: z.string().min(1).max(128), message: z.string().optional() });

function refusal(body: Uint8Array, code: string): AlipayReply {
  const read = problem.safeParse(parseJson(textOf(body, 'utf-8') ?? ''));
  if (!read.success) return lost(unclear('answer.malformed'));
  return { kind: 'answer', code, subCode: read.data.code, message: (read.data.message ?? '').slice(0, 200), node: {} };
}
