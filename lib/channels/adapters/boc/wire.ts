/** Signed forms out, XML back: `<res><header><hdlSts>…</hdlSts><rtnCd>…</rtnCd></header><body>…</body></res>`. */
import type { CallContext, NotSent, Unclear } from '../../port';
import { textOf, writeForm } from '../form';
import { addressOf, exchange, unclear } from '../transport';
import { child, readXml, textAt, type XmlElement } from '../xml';
import type { BocAccount } from './config';
import { joined, ORDERS, verify } from './signature';

type Fields = Readonly<Record<string, string>>;
export interface BocAnswer {
  readonly kind: 'answer';
  /** A done, B refused, K unknown [D]. */
  readonly handled: string;
  readonly code: string;
  readonly message: string;
  readonly body: XmlElement | undefined;
}
export type BocReply = BocAnswer | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };
const lost = (code: string, cause?: Unclear['cause']): BocReply => ({ kind: 'lost', outcome: unclear(code, cause) });

export interface BocRequest {
  readonly path: string;
  readonly fields: Fields;
  readonly timeoutMs: number;
}

/** The header is signed over our nonce too (sandbox convention), so that "no such order" cannot be forged or given twice. */
export async function post(account: BocAccount, call: CallContext, { path, fields, timeoutMs }: BocRequest): Promise<BocReply> {
  const nonce = Buffer.from(call.random.bytes(12)).toString('hex');
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8', 'user-agent': 'bafang/1' };
  const body = writeForm({ ...fields, nonce });
  const exchanged = await exchange(account, call, addressOf(account, path), { method: 'POST', headers, body, timeoutMs });
  if (exchanged.kind === 'lost') return exchanged;
  const { status, body: bytes } = exchanged.reply;
  if (status !== 200) return lost(`http.${status}`, 'bank-busy');
  const root = readXml(textOf(bytes, 'utf-8') ?? '');
  if (root?.name !== 'res') return lost('answer.malformed');
  const header = child(root, 'header');
  const said = { merchantNo: account.config.merchantNo, nonce, hdlSts: textAt(header, 'hdlSts'), rtnCd: textAt(header, 'rtnCd') };
  const verdict = verify(joined(ORDERS.status, said), textAt(header, 'signData'), account.config, call.clock.now());
  if (verdict !== 'authentic') return lost(`answer.${verdict}`);
  if (said.hdlSts !== 'A' && said.hdlSts !== 'B') return lost(said.rtnCd || 'hdlSts.K', 'bank-busy');
  return { kind: 'answer', handled: said.hdlSts, code: said.rtnCd, message: textAt(header, 'rtnMsg').slice(0, 200), body: child(root, 'body') };
}

/** Leaf texts of an element by name. */
export const leavesOf = (element: XmlElement | undefined): Record<string, string> =>
  Object.fromEntries((element?.children ?? []).map((leaf) => [leaf.name, leaf.text]));
