/** The first page of a payer: who they are (masked), to whom they owe, their bills, and what is suggested to pay now. */
import { listOpenBillsOfPayer } from '@/lib/bills';
import type { OpenBill } from '@/lib/bills/model';
import { institutionTerms, ownPayer } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { institutionBrief } from './institution-brief';
import type { InstitutionBrief } from './model';
import { suggestedBills } from './suggested-bills';

export interface OwedView {
  readonly institution: InstitutionBrief;
  readonly payer: { readonly number: string; readonly name: string; readonly paymentCode: string };
  readonly today: string;
  readonly bills: readonly OpenBill[];
  readonly suggested: readonly string[];
}

/** Null when the payer is not there any more. */
export async function owedView(ctx: Ctx): Promise<OwedView | null> {
  const [payer, institution, bills, terms] = await Promise.all([
    ownPayer(ctx),
    institutionBrief(ctx),
    listOpenBillsOfPayer(ctx),
    withTx(ctx, (tx) => institutionTerms(tx, ctx)),
  ]);
  if (!payer) return null;
  return {
    institution,
    payer,
    today: terms.today,
    bills,
    suggested: suggestedBills(bills, terms.today),
  };
}
