import { z } from 'zod';
import type { BusinessDate } from '@/lib/kernel/time';
import type { CallContext, StatementFetch } from '../../port';
import { strictBase64 } from '../../signatures/rsa';
import { noFile } from '../statement-day';
import { STATEMENT_MAX_BYTES, TIMEOUT_MS } from '../transport';
import { bocomCapabilities } from './capabilities';
import type { BocomAccount } from './config';
import { callMpng } from './wire';

const fail = (code: string): StatementFetch => ({ kind: 'failed', code, cause: 'other' });
const carried = z.object({ file_content: z.string().min(1) });

/** The file comes inside the signed answer (sandbox convention). */
export async function fetchBill(account: BocomAccount, date: BusinessDate, call: CallContext): Promise<StatementFetch> {
  const { profile, merPtcId } = account.config;
  const asked = { mer_ptc_id: merPtcId, bill_date: date.replaceAll('-', '') };
  const reply = await callMpng(account, call, profile.statementTransaction, asked, TIMEOUT_MS.statement, STATEMENT_MAX_BYTES);
  if (reply.kind === 'lost') return { kind: 'failed', code: reply.outcome.code, cause: reply.outcome.cause };
  if (profile.fileNotReadyCodes.includes(reply.code)) return { kind: 'not-yet' };
  if (profile.noFileCodes.includes(reply.code)) return noFile(bocomCapabilities, date, call.clock.now());
  if (!reply.ok) return fail(reply.code);
  const answer = carried.safeParse(reply.body);
  const bytes = answer.success ? strictBase64(answer.data.file_content) : null;
  return bytes ? { kind: 'file', bytes, fileName: `bocom-${merPtcId}-${date}.txt` } : fail('answer.malformed');
}
