/** Calls of TrustPay: one servlet, one signed JSON document each way. */
import { z } from 'zod';
import type { CallContext, NotSent, Unclear } from '../../port';
import { textOf } from '../form';
import { toJson, type JsonOut } from '../json-text';
import { addressOf, exchange, unclear } from '../transport';
import type { AbcAccount } from './config';
import { bytesOf, openDocument, signedDocument } from './signature';

const SERVLET = '/ebus/ReceiveMerchantTrxReqServlet';
type Request = { readonly [key: string]: JsonOut | undefined };

export interface AbcAnswer {
  readonly kind: 'answer';
  /** 0000 is the only success. */
  readonly code: string;
  readonly message: string;
  readonly response: unknown;
}
export type AbcReply = AbcAnswer | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };
const lost = (outcome: Unclear): AbcReply => ({ kind: 'lost', outcome });

const answerSchema = z.object({
  TrxResponse: z.looseObject({ ReturnCode: z.string().min(1).max(32), ErrorMessage: z.string().optional() }),
});
/** The platform's own troubles say nothing about the trade. */
const UNCLEAR_CODES = new Set(['9999', 'AP9999', 'APE999', 'SYSERR']);

export async function callServlet(
  account: AbcAccount, call: CallContext, request: Request, timeoutMs: number, maxBytes?: number,
): Promise<AbcReply> {
  const message = toJson({
    Version: 'V3.0.0', Format: 'JSON', Merchant: { ECMerchantType: 'EBUS', MerchantID: account.config.merchantId }, TrxRequest: request,
  });
  const body = bytesOf(signedDocument(message, account.secrets.merchantPrivateKeyPem));
  const headers = { 'content-type': 'application/json; charset=GB2312', accept: 'application/json', 'user-agent': 'bafang/1' };
  const init = { method: 'POST', headers, body, timeoutMs, ...(maxBytes !== undefined && { maxBytes }) } as const;
  const exchanged = await exchange(account, call, addressOf(account, SERVLET), init);
  if (exchanged.kind === 'lost') return exchanged;
  if (exchanged.reply.status !== 200) return lost(unclear(`http.${exchanged.reply.status}`, 'bank-busy'));
  const opened = openDocument(textOf(exchanged.reply.body, 'gb18030') ?? '', account.config.bankPublicKeyPem);
  if (typeof opened === 'string') return lost(unclear(`answer.${opened}`));
  const parsed = answerSchema.safeParse(opened.message);
  if (!parsed.success) return lost(unclear('answer.malformed'));
  const { ReturnCode: code, ErrorMessage: said = '' } = parsed.data.TrxResponse;
  if (UNCLEAR_CODES.has(code)) return lost(unclear(code, 'bank-busy'));
  return { kind: 'answer', code, message: said.slice(0, 200), response: parsed.data.TrxResponse };
}
