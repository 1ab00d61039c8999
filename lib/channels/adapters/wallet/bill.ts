import type { BusinessDate } from '@/lib/kernel/time';
import type { CallContext, StatementFetch } from '../../port';
import { noFile } from '../statement-day';
import { STATEMENT_MAX_BYTES, TIMEOUT_MS } from '../transport';
import { walletCapabilities } from './capabilities';
import type { WalletAccount } from './config';
import { ask } from './wire';

/** The file comes in the answer itself, so the answer's signature covers every byte of it. */
export async function fetchBill(account: WalletAccount, date: BusinessDate, call: CallContext): Promise<StatementFetch> {
  const path = `/v1/statements/${date}`;
  const reply = await ask(account, call, { method: 'GET', path, timeoutMs: TIMEOUT_MS.statement, maxBytes: STATEMENT_MAX_BYTES });
  if (reply.kind === 'lost') return { kind: 'failed', code: reply.outcome.code, cause: reply.outcome.cause };
  if (reply.code === 'STATEMENT_NOT_READY') return { kind: 'not-yet' };
  if (reply.code === 'STATEMENT_EMPTY') return noFile(walletCapabilities, date, call.clock.now());
  if (reply.status !== 200) return { kind: 'failed', code: reply.code, cause: 'other' };
  return { kind: 'file', bytes: reply.bytes, fileName: `wallet-${account.config.merchantNo}-${date}.txt` };
}
