/** Calls of the v2 gateway: a signed form out, one JSON member signed as raw text back. */
import { z } from 'zod';
import type { Instant } from '@/lib/kernel/time';
import { dashedTime } from '../../china-time';
import type { CallContext, Unclear } from '../../port';
import { textOf, writeForm } from '../form';
import { parseJson, rawMembers, toJson, type JsonOut } from '../json-text';
import { addressOf, exchange, unclear } from '../transport';
import type { AlipayReply } from './answer';
import { certificateSerials } from './cert-sn';
import type { AlipayAccount } from './config';
import { callRest } from './rest';
import { signParams, verifyNode } from './signature';

export const GATEWAY = '/gateway.do?charset=utf-8';

/** Public parameters and content, signed. Order of the record does not matter: signing sorts. */
export function signedParams(
  account: AlipayAccount,
  method: string,
  bizContent: { readonly [key: string]: JsonOut | undefined },
  at: Instant,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const params = {
    app_id: account.config.appId,
    method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: dashedTime(at),
    version: '1.0',
    ...certificateParams(account),
    ...extra,
    biz_content: toJson(bizContent),
  };
  return { ...params, sign: signParams(params, account.secrets.appPrivateKeyPem) };
}

/** Certificate mode names both certificates in every request [A]. */
function certificateParams({ config }: AlipayAccount): Record<string, string> {
  const serials = certificateSerials(config);
  return serials ? { app_cert_sn: serials.app, alipay_root_cert_sn: serials.root } : {};
}

const nodeSchema = z.looseObject({
  code: z.string().max(16),
  msg: z.string().optional(),
  sub_code: z.string().max(128).optional(),
  sub_msg: z.string().optional(),
});
/** Codes of requests the gateway could not authenticate; it may answer these without a signature. */
const UNSIGNED_REFUSALS = new Set(['20001', '40001', '40002', '40003', '40006']);
const lost = (outcome: Unclear): AlipayReply => ({ kind: 'lost', outcome });

export async function callGateway(
  account: AlipayAccount,
  call: CallContext,
  method: string,
  bizContent: { readonly [key: string]: JsonOut | undefined },
  timeoutMs: number,
  extra: Readonly<Record<string, string>> = {},
): Promise<AlipayReply> {
  if (account.config.api === 'rest') return callRest(account, call, { method, content: { ...bizContent, ...extra }, timeoutMs });
  const body = writeForm(signedParams(account, method, bizContent, call.clock.now(), extra));
  const headers = {
    'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
    accept: 'application/json',
    'user-agent': 'bafang/1',
  };
  const exchanged = await exchange(account, call, addressOf(account, GATEWAY), { method: 'POST', headers, body, timeoutMs });
  if (exchanged.kind === 'lost') return exchanged;
  const { status, body: bytes } = exchanged.reply;
  if (status !== 200) return lost(unclear(`http.${status}`, 'bank-busy'));
  return readAnswer(textOf(bytes, 'utf-8') ?? '', method, account.config.alipayPublicKeyPem);
}

export function readAnswer(text: string, method: string, alipayPublicKeyPem: string): AlipayReply {
  const members = rawMembers(text);
  const rawNode = members?.get(`${method.replaceAll('.', '_')}_response`) ?? members?.get('error_response');
  const node = rawNode === undefined ? undefined : parseJson(rawNode);
  const parsed = nodeSchema.safeParse(node);
  if (!members || rawNode === undefined || !parsed.success) return lost(unclear('answer.malformed'));
  const { code, sub_code: subCode = '', sub_msg, msg } = parsed.data;
  const sign = parseJson(members.get('sign') ?? 'null');
  const authentic = typeof sign === 'string' && verifyNode(rawNode, sign, alipayPublicKeyPem);
  const believedUnsigned = !members.has('sign') && UNSIGNED_REFUSALS.has(code);
  if (!authentic && !believedUnsigned) return lost(unclear(members.has('sign') ? 'answer.bad-signature' : 'answer.unsigned'));
  return { kind: 'answer', code, subCode, message: (sub_msg ?? msg ?? '').slice(0, 200), node };
}
