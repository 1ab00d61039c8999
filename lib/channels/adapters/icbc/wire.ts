/** Calls of the open platform: a signed form out, one JSON member signed as raw text back. */
import { z } from 'zod';
import { compactTime, dashedTime } from '../../china-time';
import type { CallContext, NotSent, Unclear } from '../../port';
import { textOf, writeForm } from '../form';
import { parseJson, rawMembers, toJson, type JsonOut } from '../json-text';
import { addressOf, exchange, unclear } from '../transport';
import type { IcbcAccount } from './config';
import { signFields, verifyAnswer } from './signature';

const B2C = '/cardbusiness/aggregatepay/b2c/online';
export const PATHS = {
  page: `/ui${B2C}/ui/consumepurchaseshowpay/V1`,
  query: `/api${B2C}/orderqry/V1`,
  refund: `/api${B2C}/merrefund/V1`,
  refundQuery: `/api${B2C}/refundqry/V1`,
} as const;

type Content = { readonly [key: string]: JsonOut | undefined };

/** Unique per call, at most 40 characters. */
function messageId(call: CallContext): string {
  return compactTime(call.clock.now()) + Buffer.from(call.random.bytes(8)).toString('hex');
}

export function signedRequest(account: IcbcAccount, call: CallContext, path: string, content: Content): Record<string, string> {
  const fields = {
    app_id: account.config.appId,
    msg_id: messageId(call),
    format: 'json',
    charset: 'UTF-8',
    sign_type: 'RSA2',
    timestamp: dashedTime(call.clock.now()),
    biz_content: toJson(content),
  };
  return { ...fields, sign: signFields(path, fields, account.secrets.merchantPrivateKeyPem) };
}

const answerSchema = z.looseObject({ return_code: z.union([z.string().max(32), z.number().int()]).transform(String), return_msg: z.string().optional() });
export interface IcbcAnswer {
  readonly kind: 'answer';
  /** 0 is the only success. */
  readonly code: string;
  readonly message: string;
  readonly content: unknown;
}
export type IcbcReply = IcbcAnswer | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };
const lost = (outcome: Unclear): IcbcReply => ({ kind: 'lost', outcome });

export async function callGateway(account: IcbcAccount, call: CallContext, path: string, content: Content, timeoutMs: number): Promise<IcbcReply> {
  const body = writeForm(signedRequest(account, call, path, content));
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8', accept: 'application/json', 'user-agent': 'bafang/1' };
  const exchanged = await exchange(account, call, addressOf(account, path), { method: 'POST', headers, body, timeoutMs });
  if (exchanged.kind === 'lost') return exchanged;
  const { status, body: bytes } = exchanged.reply;
  if (status !== 200) return lost(unclear(`http.${status}`, 'bank-busy'));
  return readAnswer(textOf(bytes, 'utf-8') ?? '', account);
}

/** The platform's own troubles (500xxx, -1) say nothing about the trade. */
const isPlatformTrouble = (code: string): boolean => /^(?:500\d{3}|-1)$/.test(code);

function readAnswer(text: string, { config }: IcbcAccount): IcbcReply {
  const members = rawMembers(text);
  const raw = members?.get('response_biz_content');
  const sign = parseJson(members?.get('sign') ?? 'null');
  const content = raw === undefined ? undefined : parseJson(raw);
  const parsed = answerSchema.safeParse(content);
  if (raw === undefined || !parsed.success || typeof sign !== 'string') return lost(unclear('answer.malformed'));
  if (!verifyAnswer(raw, sign, config.profile.answerSignType, config.gatewayPublicKeyPem)) return lost(unclear('answer.bad-signature'));
  const { return_code: code, return_msg: message = '' } = parsed.data;
  if (isPlatformTrouble(code)) return lost(unclear(code, 'bank-busy'));
  return { kind: 'answer', code, message: message.slice(0, 200), content };
}
