import { requirePermission } from '@/lib/identity';
import { describeAccount, type AccountName } from '@/lib/ledger/model';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';

/** How this institution calls an account; the chart's own name while nothing was booked on it. Null when it is neither. */
export async function accountName(ctx: Ctx, code: string): Promise<AccountName | null> {
  requirePermission(ctx, 'ledger.read');
  const row = await withTx(ctx, (tx) => tx.ledger_account.findFirst({ where: { institution_id: ctx.institutionId, code } }));
  if (row) return { zh: row.name_zh, en: row.name_en };
  const described = describeAccount(code);
  return described.zh === code ? null : { zh: described.zh, en: described.en };
}
