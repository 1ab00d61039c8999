/** Two doors of the bank: the web entry (410408) and the outlink platform (XML in GB18030). */
import iconv from 'iconv-lite';
import type { CallContext, NotSent, Unclear } from '../../port';
import { textOf, writeForm } from '../form';
import { addressOf, exchange, unclear, type Reply } from '../transport';
import type { CcbAccount } from './config';
import { readXml, textAt, writeElements, type XmlElement } from '../xml';

export const WEB_ENTRY = '/CCBIS/ccbMain?CCB_IBSVersion=V6';
const OUTLINK = '/outlink';
export const RETURN_OK = '000000';

export type CcbReply =
  | { readonly kind: 'answer'; readonly returnCode: string; readonly message: string; readonly root: XmlElement }
  | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };
const lost = (code: string, cause?: Unclear['cause']): CcbReply => ({ kind: 'lost', outcome: unclear(code, cause) });

/** A text is declared GBK or GB18030 by this bank, and UTF-8 by some of its pages; both are tried strictly. */
function answerOf(reply: Reply, rootName: string): CcbReply {
  if (reply.status !== 200) return lost(`http.${reply.status}`, 'bank-busy');
  const declared = /encoding=["']([\w-]+)["']/i.exec(Buffer.from(reply.body.subarray(0, 200)).toString('latin1'))?.[1] ?? 'GB18030';
  const root = readXml(textOf(reply.body, /^utf-?8$/i.test(declared) ? 'utf-8' : 'gb18030') ?? '');
  if (root?.name !== rootName) return lost('answer.malformed');
  const returnCode = textAt(root, 'RETURN_CODE');
  if (returnCode === '') return lost('answer.malformed');
  return { kind: 'answer', returnCode, message: textAt(root, 'RETURN_MSG').slice(0, 200), root };
}

export async function askWeb(
  account: CcbAccount,
  call: CallContext,
  fields: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<CcbReply> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'bafang/1' };
  const exchanged = await exchange(account, call, addressOf(account, WEB_ENTRY), {
    method: 'POST',
    headers,
    body: writeForm(fields),
    timeoutMs,
  });
  return exchanged.kind === 'lost' ? exchanged : answerOf(exchanged.reply, 'DOCUMENT');
}

/** REQUEST_SN: at most 16 digits, never the same twice: 13 of milliseconds, 3 of chance. */
function requestSn(call: CallContext): string {
  const [high = 0, low = 0] = call.random.bytes(2);
  return `${call.clock.now()}${String(((high << 8) | low) % 1000).padStart(3, '0')}`;
}

export interface OutlinkRequest {
  readonly txCode: string;
  readonly info: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxBytes?: number;
}

/** An answer to another request (serial or code differ) is no answer. Outlink answers are not signed: the line to the client is private. */
export async function outlink(
  account: CcbAccount,
  call: CallContext,
  { txCode, info, timeoutMs, maxBytes }: OutlinkRequest,
): Promise<CcbReply> {
  const serial = requestSn(call);
  const head = {
    REQUEST_SN: serial,
    CUST_ID: account.config.custId,
    USER_ID: account.config.userId,
    PASSWORD: account.secrets.password,
    TX_CODE: txCode,
    LANGUAGE: 'CN',
  };
  const declaration = '<?xml version="1.0" encoding="GB18030" standalone="yes" ?>';
  const xml = `${declaration}<TX>${writeElements(head)}<TX_INFO>${writeElements(info)}</TX_INFO></TX>`;
  const headers = { 'content-type': 'text/xml; charset=GB18030', 'user-agent': 'bafang/1' };
  const init = { method: 'POST', headers, body: iconv.encode(xml, 'gb18030'), timeoutMs, ...(maxBytes && { maxBytes }) } as const;
  const exchanged = await exchange(account, call, addressOf(account, OUTLINK), init);
  if (exchanged.kind === 'lost') return exchanged;
  const answer = answerOf(exchanged.reply, 'TX');
  if (answer.kind === 'lost') return answer;
  const ours = textAt(answer.root, 'REQUEST_SN') === serial && textAt(answer.root, 'TX_CODE') === txCode;
  return ours ? answer : lost('answer.mismatch');
}
