import type { BusinessDate } from '@/lib/kernel/time';
import type { CallContext, StatementFetch } from '../../port';
import { strictBase64 } from '../../signatures/rsa';
import { noFile } from '../statement-day';
import { STATEMENT_MAX_BYTES, TIMEOUT_MS } from '../transport';
import { qraCapabilities } from './capabilities';
import type { QraAccount } from './config';
import { callGateway } from './wire';

/** Service name and layout are not public: both come from the profile, and the file travels inside a signed answer (sandbox convention). */
export async function fetchBill(account: QraAccount, date: BusinessDate, call: CallContext): Promise<StatementFetch> {
  const { profile, mchId } = account.config;
  const fields = { bill_date: date.replaceAll('-', ''), bill_type: 'ALL' };
  const reply = await callGateway(account, call, {
    service: profile.billService, fields, timeoutMs: TIMEOUT_MS.statement, maxBytes: STATEMENT_MAX_BYTES,
  });
  if (reply.kind === 'lost') return { kind: 'failed', code: reply.outcome.code, cause: reply.outcome.cause };
  if (!reply.ok) {
    if (profile.fileNotReadyCodes.includes(reply.errCode)) return { kind: 'not-yet' };
    if (profile.noFileCodes.includes(reply.errCode)) return noFile(qraCapabilities, date, call.clock.now());
    return { kind: 'failed', code: reply.errCode || 'answer.refused', cause: 'other' };
  }
  const bytes = strictBase64(reply.fields['file_content'] ?? '');
  return bytes ? { kind: 'file', bytes, fileName: `qra-${mchId}-${date}.txt` } : { kind: 'failed', code: 'file.damaged', cause: 'other' };
}
