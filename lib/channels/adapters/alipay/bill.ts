import { z } from 'zod';
import type { BusinessDate } from '@/lib/kernel/time';
import type { CallContext, StatementFetch } from '../../port';
import { noFile } from '../statement-day';
import { exchange, STATEMENT_MAX_BYTES, TIMEOUT_MS } from '../transport';
import { alipayCapabilities } from './capabilities';
import type { AlipayAccount } from './config';
import { refusalOf, saysBillNotReady, saysNoBill, SUCCESS } from './mapping';
import { callGateway } from './wire';

const METHOD = 'alipay.data.dataservice.bill.downloadurl.query';
const prepared = z.object({ bill_download_url: z.url().max(4_000) });

/** The link lives 30 seconds, so it is followed at once. The download itself is unsigned [A]. */
export async function fetchBill(account: AlipayAccount, date: BusinessDate, call: CallContext): Promise<StatementFetch> {
  const reply = await callGateway(account, call, METHOD, { bill_type: 'trade', bill_date: date }, TIMEOUT_MS.query);
  if (reply.kind === 'lost') return { kind: 'failed', code: reply.outcome.code, cause: reply.outcome.cause };
  if (saysBillNotReady(reply.subCode)) return { kind: 'not-yet' };
  if (saysNoBill(reply.subCode)) return noFile(alipayCapabilities, date, call.clock.now());
  if (reply.code !== SUCCESS) {
    const { code, cause } = refusalOf(reply);
    return { kind: 'failed', code, cause };
  }
  const link = prepared.safeParse(reply.node);
  if (!link.success) return { kind: 'failed', code: 'answer.malformed', cause: 'other' };
  const init = { method: 'GET', timeoutMs: TIMEOUT_MS.statement, maxBytes: STATEMENT_MAX_BYTES } as const;
  const exchanged = await exchange(account, call, link.data.bill_download_url, init, account.config.billHosts);
  if (exchanged.kind === 'lost') return { kind: 'failed', code: exchanged.outcome.code, cause: exchanged.outcome.cause };
  const { status, body } = exchanged.reply;
  if (status !== 200) return { kind: 'failed', code: `http.${status}`, cause: 'other' };
  const isZip = body[0] === 0x50 && body[1] === 0x4b;
  if (!isZip) return { kind: 'failed', code: 'file.not-zip', cause: 'other' };
  return { kind: 'file', bytes: body, fileName: `alipay-trade-${account.config.sellerId}-${date}.zip` };
}
