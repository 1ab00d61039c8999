import type { BusinessDate } from '@/lib/kernel/time';
import type { CallContext, StatementFetch } from '../../port';
import { noFile } from '../statement-day';
import { exchange, STATEMENT_MAX_BYTES, TIMEOUT_MS } from '../transport';
import { bocCapabilities } from './capabilities';
import type { BocAccount } from './config';
import { sign, ticketText, verify } from './signature';
import { child } from '../xml';
import { leavesOf, post } from './wire';

const failed = (code: string): StatementFetch => ({ kind: 'failed', code, cause: 'other' });

/** A signed ticket names the file's address, which is followed only to the bank's own host; the download itself is not signed. */
export async function fetchBill(account: BocAccount, date: BusinessDate, call: CallContext): Promise<StatementFetch> {
  const { merchantNo, profile } = account.config;
  const fields = { merchantNo, fileType: '01', fileDate: date.replaceAll('-', ''), handleType: '1' };
  const asked = { ...fields, signData: sign(ticketText(fields), account) };
  const reply = await post(account, call, { path: profile.paths.ticket, fields: asked, timeoutMs: TIMEOUT_MS.query });
  if (reply.kind === 'lost') return { kind: 'failed', code: reply.outcome.code, cause: reply.outcome.cause };
  if (profile.fileNotReadyCodes.includes(reply.code)) return { kind: 'not-yet' };
  if (profile.noFileCodes.includes(reply.code)) return noFile(bocCapabilities, date, call.clock.now());
  const ticket = leavesOf(child(reply.body, 'ticket'));
  if (reply.handled !== 'A') return failed(reply.code);
  if (verify(ticketText(ticket), ticket['signData'] ?? '', account.config, call.clock.now()) !== 'authentic') return failed('answer.bad-signature');
  if (ticket['merchantNo'] !== merchantNo || ticket['fileDate'] !== fields.fileDate) return failed('answer.mismatch');
  const url = `${ticket['uri'] ?? ''}?ticketId=${encodeURIComponent(ticket['ticketId'] ?? '')}`;
  const exchanged = await exchange(account, call, url, { method: 'GET', timeoutMs: TIMEOUT_MS.statement, maxBytes: STATEMENT_MAX_BYTES });
  if (exchanged.kind === 'lost') return { kind: 'failed', code: exchanged.outcome.code, cause: exchanged.outcome.cause };
  const { status, body } = exchanged.reply;
  return status === 200 ? { kind: 'file', bytes: body, fileName: `boc-${merchantNo}-${date}.txt` } : failed(`http.${status}`);
}
