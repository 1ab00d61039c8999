import { z } from 'zod';
import type { BusinessDate } from '@/lib/kernel/time';
import type { CallContext, StatementFetch } from '../../port';
import { noFile } from '../statement-day';
import { exchange, STATEMENT_MAX_BYTES, TIMEOUT_MS } from '../transport';
import { icbcCapabilities } from './capabilities';
import type { IcbcAccount } from './config';
import { SUCCESS } from './mapping';
import { callGateway } from './wire';

const fail = (code: string): StatementFetch => ({ kind: 'failed', code, cause: 'other' });

/** Ask for an address, then fetch it; the file itself is unsigned. */
export async function fetchBill(account: IcbcAccount, date: BusinessDate, call: CallContext): Promise<StatementFetch> {
  const { profile, merId, appId, fileHosts } = account.config;
  const asked = { mer_id: merId, icbc_appid: appId, bill_date: date.replaceAll('-', '') };
  const reply = await callGateway(account, call, profile.statementPath, asked, TIMEOUT_MS.query);
  if (reply.kind === 'lost') return { kind: 'failed', code: reply.outcome.code, cause: reply.outcome.cause };
  if (profile.fileNotReadyCodes.includes(reply.code)) return { kind: 'not-yet' };
  if (profile.noFileCodes.includes(reply.code)) return noFile(icbcCapabilities, date, call.clock.now());
  if (reply.code !== SUCCESS) return fail(reply.code);
  const link = z.record(z.string(), z.unknown()).safeParse(reply.content);
  const url = link.success ? z.url().max(4_000).safeParse(link.data[profile.fileUrlField]) : undefined;
  if (!url?.success) return fail('answer.malformed');
  const init = { method: 'GET', timeoutMs: TIMEOUT_MS.statement, maxBytes: STATEMENT_MAX_BYTES } as const;
  const exchanged = await exchange(account, call, url.data, init, fileHosts);
  if (exchanged.kind === 'lost') return { kind: 'failed', code: exchanged.outcome.code, cause: exchanged.outcome.cause };
  if (exchanged.reply.status !== 200) return fail(`http.${exchanged.reply.status}`);
  return { kind: 'file', bytes: exchanged.reply.body, fileName: `icbc-${merId}-${date}.txt` };
}
