import type { BusinessDate } from '@/lib/kernel/time';
import type { CallContext, StatementFetch } from '../../port';
import { strictBase64 } from '../../signatures/rsa';
import { noFile } from '../statement-day';
import { STATEMENT_MAX_BYTES, TIMEOUT_MS } from '../transport';
import { psbcCapabilities } from './capabilities';
import type { PsbcAccount } from './config';
import { post } from './wire';

/** The file travels inside a signed answer (sandbox convention). */
export async function fetchBill(account: PsbcAccount, date: BusinessDate, call: CallContext): Promise<StatementFetch> {
  const { profile, mercCode } = account.config;
  const fields = { SttDate: date.replaceAll('-', '') };
  const reply = await post(account, call, { transName: profile.transNames.file, fields, timeoutMs: TIMEOUT_MS.statement, maxBytes: STATEMENT_MAX_BYTES });
  if (reply.kind === 'lost') return { kind: 'failed', code: reply.outcome.code, cause: reply.outcome.cause };
  if (profile.fileNotReadyCodes.includes(reply.code)) return { kind: 'not-yet' };
  if (profile.noFileCodes.includes(reply.code)) return noFile(psbcCapabilities, date, call.clock.now());
  const bytes = reply.ok && reply.fields['SttDate'] === fields.SttDate ? strictBase64(reply.fields['FileContent'] ?? '') : null;
  if (!bytes) return { kind: 'failed', code: reply.ok ? 'file.damaged' : reply.code, cause: 'other' };
  return { kind: 'file', bytes, fileName: `psbc-${mercCode}-${date}.txt` };
}
