import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { BusinessDate } from '@/lib/kernel/time';
import type { CallContext, StatementFetch } from '../../port';
import { strictBase64 } from '../../signatures/rsa';
import { noFile } from '../statement-day';
import { STATEMENT_MAX_BYTES, TIMEOUT_MS } from '../transport';
import { abcCapabilities } from './capabilities';
import type { AbcAccount } from './config';
import { SUCCESS } from './mapping';
import { callServlet } from './wire';

const fail = (code: string): StatementFetch => ({ kind: 'failed', code, cause: 'other' });
const settled = z.looseObject({ ZIPDetailRecords: z.string().min(1) });

/** The day comes inside the signed answer, packed. */
export async function fetchBill(account: AbcAccount, date: BusinessDate, call: CallContext): Promise<StatementFetch> {
  const { profile, merchantId } = account.config;
  const request = { TrxType: 'Settle', SettleDate: date.replaceAll('-', '/'), SettleType: 'SETTLE', ZIP: '1' };
  const reply = await callServlet(account, call, request, TIMEOUT_MS.statement, STATEMENT_MAX_BYTES);
  if (reply.kind === 'lost') return { kind: 'failed', code: reply.outcome.code, cause: reply.outcome.cause };
  if (profile.fileNotReadyCodes.includes(reply.code)) return { kind: 'not-yet' };
  if (profile.noFileCodes.includes(reply.code)) return noFile(abcCapabilities, date, call.clock.now());
  if (reply.code !== SUCCESS) return fail(reply.code);
  const answer = settled.safeParse(reply.response);
  const packed = answer.success ? strictBase64(answer.data.ZIPDetailRecords) : null;
  if (!packed) return fail('answer.malformed');
  try {
    const bytes = gunzipSync(packed, { maxOutputLength: STATEMENT_MAX_BYTES * 4 });
    return { kind: 'file', bytes, fileName: `abc-settle-${merchantId}-${date}.txt` };
  } catch {
    return fail('file.not-gzip');
  }
}
