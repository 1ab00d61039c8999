import type { BusinessDate } from '@/lib/kernel/time';
import type { CallContext, StatementFetch } from '../../port';
import { strictBase64 } from '../../signatures/rsa';
import { noFile } from '../statement-day';
import { STATEMENT_MAX_BYTES, TIMEOUT_MS } from '../transport';
import { spdbCapabilities } from './capabilities';
import type { SpdbAccount } from './config';
import { post } from './wire';

/** The file travels inside a signed answer (sandbox convention). */
export async function fetchBill(account: SpdbAccount, date: BusinessDate, call: CallContext): Promise<StatementFetch> {
  const { profile, mrchNo } = account.config;
  const fields = { billDate: date.replaceAll('-', '') };
  const reply = await post(account, call, { path: profile.paths.bill, fields, timeoutMs: TIMEOUT_MS.statement, maxBytes: STATEMENT_MAX_BYTES });
  if (reply.kind === 'lost') return { kind: 'failed', code: reply.outcome.code, cause: reply.outcome.cause };
  if (profile.fileNotReadyCodes.includes(reply.code)) return { kind: 'not-yet' };
  if (profile.noFileCodes.includes(reply.code)) return noFile(spdbCapabilities, date, call.clock.now());
  const bytes = reply.ok ? strictBase64(reply.fields['fileContent'] ?? '') : null;
  if (!bytes) return { kind: 'failed', code: reply.ok ? 'file.damaged' : reply.code, cause: 'other' };
  return { kind: 'file', bytes, fileName: `spdb-${mrchNo}-${date}.txt` };
}
