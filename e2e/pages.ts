/** Every address there is, for walks over all of them, and the ids of a payment that went all the way. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SHARED } from './place';

export const SETTLED = join(SHARED, 'settled.json');
const idsSchema = z.object({
  plan: z.string(), bill: z.string(), payer: z.string(), payment: z.string(), refund: z.string(), approval: z.string(), voucher: z.string(),
  receipt: z.string(), dispute: z.string(),
});
export type Ids = z.infer<typeof idsSchema>;
export const settled = (): Ids => idsSchema.parse(JSON.parse(readFileSync(SETTLED, 'utf8')));

export const DESKS = [
  '/today', '/start', '/bills/import', '/bill-items', '/bill-items/readings', '/bills', '/payers', '/payers/import', '/payers/groups', '/reminders', '/payments', '/payments/unknown', '/payments/suspense',
  '/bank-health', '/reconciliation', '/reconciliation/open', '/reconciliation/waiting', '/reconciliation/rules', '/reconciliation/mappings', '/reconciliation/disputes', '/reconciliation/reports', '/accounts', '/accounts/summary', '/refunds', '/refunds/rules', '/refunds/batch', '/approvals', '/approvals/flows', '/approvals/delegations', '/approvals/bulk', '/ledger', '/ledger/periods', '/ledger/chart', '/ledger/past', '/ledger/integrity', '/people', '/channels', '/audit', '/account',
] as const;

/** One thing of each kind, as its own page. */
export const detailsOf = (ids: Omit<Ids, 'receipt'>): readonly string[] => [
  `/bill-items/${ids.plan}`, `/bills/${ids.bill}`, `/payers/${ids.payer}`, `/payments/${ids.payment}`, `/refunds/${ids.refund}`, `/approvals/${ids.approval}`,
  `/ledger/vouchers/${ids.voucher}`, `/reconciliation/disputes/${ids.dispute}`,
];
