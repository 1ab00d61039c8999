import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { BusinessDate } from '@/lib/kernel/time';
import { sha1Hex } from '../../signatures/digest';
import type { CallContext, StatementFetch } from '../../port';
import { exchange, STATEMENT_MAX_BYTES, TIMEOUT_MS } from '../transport';
import { noFile } from '../statement-day';
import { wechatCapabilities } from './capabilities';
import type { WechatAccount } from './config';
import { BILL_NOT_READY_CODES, CREATE_CODES, NO_BILL_CODES } from './mapping';
import { requestHeaders, send } from './wire';

const prepared = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.url().max(2_000),
});
const fail = (code: string): StatementFetch => ({ kind: 'failed', code, cause: 'other' });

/** Two steps: a signed answer names link and SHA-1, then the unsigned file must have that SHA-1 once unpacked [A]. */
export async function fetchBill(account: WechatAccount, date: BusinessDate, call: CallContext): Promise<StatementFetch> {
  const target = `/v3/bill/tradebill?bill_date=${date}&bill_type=ALL&tar_type=GZIP`;
  const reply = await send(account, call, { method: 'GET', target, timeoutMs: TIMEOUT_MS.query });
  if (reply.kind === 'lost') return { kind: 'failed', code: reply.outcome.code, cause: reply.outcome.cause };
  if (NO_BILL_CODES.has(reply.code)) return noFile(wechatCapabilities, date, call.clock.now());
  if (BILL_NOT_READY_CODES.has(reply.code)) return { kind: 'not-yet' };
  if (reply.status !== 200) return { kind: 'failed', code: reply.code, cause: CREATE_CODES[reply.code]?.cause ?? 'other' };
  const link = prepared.safeParse(reply.json);
  if (!link.success) return fail('answer.malformed');
  return download(account, date, link.data.download_url, link.data.hash_value.toLowerCase(), call);
}

async function download(account: WechatAccount, date: BusinessDate, url: string, sha1: string, call: CallContext): Promise<StatementFetch> {
  const timeoutMs = TIMEOUT_MS.statement;
  const headers = await requestHeaders(account, call, { method: 'GET', target: targetOf(account, url), timeoutMs });
  const exchanged = await exchange(account, call, url, { method: 'GET', headers, timeoutMs, maxBytes: STATEMENT_MAX_BYTES });
  if (exchanged.kind === 'lost') return { kind: 'failed', code: exchanged.outcome.code, cause: exchanged.outcome.cause };
  if (exchanged.reply.status !== 200) return fail(`http.${exchanged.reply.status}`);
  const bytes = unpacked(exchanged.reply.body);
  if (bytes === null) return fail('file.not-gzip');
  if (sha1Hex(bytes) !== sha1) return fail('file.wrong-sha1');
  return { kind: 'file', bytes, fileName: `wechat-tradebill-${account.config.mchId}-${date}.csv` };
}

/** The signed target of a link: its path without the mount path that only our base address has. */
function targetOf(account: WechatAccount, url: string): string {
  const { pathname, search } = new URL(url);
  const mount = new URL(account.baseUrl).pathname.replace(/\/+$/, '');
  return (mount !== '' && pathname.startsWith(`${mount}/`) ? pathname.slice(mount.length) : pathname) + search;
}

function unpacked(body: Uint8Array): Uint8Array | null {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  try {
    return gunzipSync(body, { maxOutputLength: STATEMENT_MAX_BYTES * 4 });
  } catch {
    return null;
  }
}
