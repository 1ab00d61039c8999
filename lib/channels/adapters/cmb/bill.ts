import { z } from 'zod';
import type { BusinessDate } from '@/lib/kernel/time';
import type { CallContext, StatementFetch } from '../../port';
import { noFile } from '../statement-day';
import { exchange, STATEMENT_MAX_BYTES, TIMEOUT_MS } from '../transport';
import { cmbCapabilities } from './capabilities';
import type { CmbAccount } from './config';
import { callPolypay } from './wire';

const fail = (code: string): StatementFetch => ({ kind: 'failed', code, cause: 'other' });

/** statementurl names an address; the file there is unsigned. */
export async function fetchBill(account: CmbAccount, date: BusinessDate, call: CallContext): Promise<StatementFetch> {
  const { merId, userId, profile, fileHosts } = account.config;
  const asked = { merId, userId, billDate: date.replaceAll('-', '') };
  const reply = await callPolypay(account, call, 'statementurl', asked, TIMEOUT_MS.query);
  if (reply.kind === 'lost') return { kind: 'failed', code: reply.outcome.code, cause: reply.outcome.cause };
  if (profile.fileNotReadyCodes.includes(reply.errCode)) return { kind: 'not-yet' };
  if (profile.noFileCodes.includes(reply.errCode)) return noFile(cmbCapabilities, date, call.clock.now());
  if (!reply.ok) return fail(reply.errCode);
  const link = z.record(z.string(), z.unknown()).safeParse(reply.content);
  const url = link.success ? z.url().max(4_000).safeParse(link.data[profile.fileUrlField]) : undefined;
  if (!url?.success) return fail('answer.malformed');
  const init = { method: 'GET', timeoutMs: TIMEOUT_MS.statement, maxBytes: STATEMENT_MAX_BYTES } as const;
  const exchanged = await exchange(account, call, url.data, init, fileHosts);
  if (exchanged.kind === 'lost') return { kind: 'failed', code: exchanged.outcome.code, cause: exchanged.outcome.cause };
  if (exchanged.reply.status !== 200) return fail(`http.${exchanged.reply.status}`);
  return { kind: 'file', bytes: exchanged.reply.body, fileName: `cmb-polypay-${merId}-${date}.csv` };
}
