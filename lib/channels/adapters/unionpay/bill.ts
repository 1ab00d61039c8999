import { inflateSync } from 'node:zlib';
import { addDays, type BusinessDate } from '@/lib/kernel/time';
import { strictBase64 } from '../../signatures/rsa';
import { chinaDate, compactTime } from '../../china-time';
import type { CallContext, StatementFetch } from '../../port';
import { noFile } from '../statement-day';
import { addressOf, STATEMENT_MAX_BYTES, TIMEOUT_MS } from '../transport';
import { unionpayCapabilities } from './capabilities';
import type { UnionpayAccount } from './config';
import { isDone, NO_FILE } from './mapping';
import { PATHS, post } from './wire';

const fail = (code: string): StatementFetch => ({ kind: 'failed', code, cause: 'other' });

/** The request names a month and a day but no year, so only the last 360 days can be asked for without doubt. */
export async function fetchBill(account: UnionpayAccount, date: BusinessDate, call: CallContext): Promise<StatementFetch> {
  const now = call.clock.now();
  if (date < addDays(chinaDate(now), -360) || date > addDays(chinaDate(now), 1)) return fail('file.year-in-doubt');
  const url = account.config.fileUrl ?? addressOf(account, PATHS.file);
  const reply = await post(
    account,
    call,
    url,
    {
      bizType: '000000',
      txnType: '76',
      txnSubType: '01',
      settleDate: date.slice(5).replace('-', ''),
      txnTime: compactTime(now),
      fileType: '00',
    },
    { timeoutMs: TIMEOUT_MS.statement, maxBytes: STATEMENT_MAX_BYTES },
    account.config.fileUrl ? [new URL(account.config.fileUrl).host] : [],
  );
  if (reply.kind === 'lost') return { kind: 'failed', code: reply.outcome.code, cause: reply.outcome.cause };
  if (reply.respCode === NO_FILE) return noFile(unionpayCapabilities, date, now);
  if (!isDone(reply.respCode)) return fail(`resp.${reply.respCode}`);
  const bytes = unpacked(reply.fields['fileContent'] ?? '');
  if (!bytes) return fail('file.damaged');
  return { kind: 'file', bytes, fileName: `unionpay-${account.config.merId}-${date}.zip` };
}

function unpacked(content: string): Uint8Array | null {
  const packed = strictBase64(content.replaceAll(/\s/g, ''));
  try {
    return packed && inflateSync(packed, { maxOutputLength: STATEMENT_MAX_BYTES });
  } catch {
    return null;
  }
}
