import type { Visitor } from '@/lib/identity';
import { ok, type Result } from '@/lib/kernel/result';
import { openAccount } from '@/lib/payers';
import { keepAccount, setPasses } from '../payer';

/** The press in the mail's page: whoever reads the mailbox is signed in, and everything owed stands in one list. A link that is over leads to a new one. */
export async function openAndAdmit(visitor: Visitor, input: { token: string; own?: 'yes' | undefined }): Promise<Result<{ readonly there: string }>> {
  const opened = await openAccount(visitor, input.token);
  if (!opened) return ok({ there: '/pay/account?over=1' });
  await keepAccount(opened.accountId, input.own === 'yes');
  await setPasses(opened.payers);
  return ok({ there: opened.payers.length > 0 ? '/pay' : '/pay/account' });
}
