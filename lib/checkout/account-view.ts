/** What a payer's own account holds: whom, of which institution, and how much each owes. Each is read as that payer, in that institution's own scope. */
import { money, toWire, type Currency, type MoneyWire } from '@/lib/kernel/money';
import { mailOfAccount, payersOfAccount, type PayerAccountId } from '@/lib/payers';
import { makeCtx } from '@/lib/platform/ctx';
import type { InstitutionBrief } from './model';
import { owedView } from './owed-view';
import type { PayerScope } from './payer-pass';

export interface AccountView {
  /** Masked. */
  readonly email: string;
  readonly payers: readonly (PayerScope & { readonly institution: InstitutionBrief; readonly name: string; readonly number: string; readonly owed: MoneyWire | null })[];
}

/** Null for an account that is not there any more. */
export async function accountView(accountId: PayerAccountId): Promise<AccountView | null> {
  const [email, scopes] = await Promise.all([mailOfAccount(accountId), payersOfAccount(accountId)]);
  if (email === null) return null;
  const payers = await Promise.all(scopes.map(async (scope) => {
    const view = await owedView(makeCtx({ kind: 'payer', payerId: scope.payerId }, scope.institutionId));
    if (!view) return null;
    const [first] = view.bills;
    const open = view.bills.filter((bill) => bill.open.currency === first?.open.currency).reduce((sum, bill) => sum + BigInt(bill.open.minor), 0n);
    return { ...scope, institution: view.institution, name: view.payer.name, number: view.payer.number, owed: first ? toWire(money(open, first.open.currency as Currency)) : null };
  }));
  return { email, payers: payers.filter((payer) => payer !== null) };
}
