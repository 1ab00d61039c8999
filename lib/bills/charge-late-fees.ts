/**
 * 滞纳金 as a bill of its own, written once, when it is final: the day a late bill was paid, or the day the fee reached its cap. A fee that still grows
 * is no debt yet. Bills paid in instalments bear none: another day was agreed on. What is charged for is what was open when the days of grace ended; the unique key (plan, payer, `<cycle>-late`) keeps it once.
 */
import { lateFeeOf, planVersion, type PlanVersion } from '@/lib/bill-items';
import { addDays, businessDate, businessDateOf, instantOfDate, type BusinessDate } from '@/lib/kernel/time';
import type { Currency } from '@/lib/kernel/money';
import { institutionTerms, type InstitutionTerms } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { writeBills } from './write-bills';

const BATCH = 500;
const LATE_SUFFIX = '-late';

interface LateBill {
  readonly id: string;
  readonly payer_id: string;
  readonly plan_id: string;
  readonly plan_version: number;
  readonly cycle_key: string;
  readonly total_minor: bigint;
  readonly currency: Currency;
  readonly due_date: Date;
  readonly status: string;
  readonly last_paid: Date | null;
}

/** `ctx`: the system, for one institution. Answers how many fee bills were written. */
export async function chargeLateFees(ctx: Ctx): Promise<number> {
  return withTx(ctx, async (tx) => {
    const terms = await institutionTerms(tx, ctx);
    const versions = new Map<string, PlanVersion | null>();
    let written = 0;
    for (const bill of await lateBills(tx, terms.today)) {
      const key = `${bill.plan_id}|${bill.plan_version}`;
      if (!versions.has(key)) versions.set(key, await planVersion(tx, ctx.institutionId, bill.plan_id, bill.plan_version));
      const version = versions.get(key);
      if (version?.plan.lateFee) written += await charge(tx, ctx, terms, version, bill);
    }
    return written;
  }, { timeoutMs: 60_000 });
}

/** Late and either paid or still open, without a fee bill yet. */
const lateBills = (tx: Tx, today: BusinessDate): Promise<LateBill[]> => tx.$queryRaw<LateBill[]>`
  SELECT b.id, b.payer_id, b.plan_id, b.plan_version, b.cycle_key, b.total_minor, b.currency, b.due_date, b.status, a.last_paid
  FROM bill b JOIN fee_plan_version v ON v.plan_id = b.plan_id AND v.version = b.plan_version AND v.items ? 'lateFee'
  LEFT JOIN LATERAL (SELECT max(at) AS last_paid FROM bill_allocation WHERE bill_id = b.id AND amount_minor > 0) a ON TRUE
  WHERE b.due_date < ${today}::date AND (b.status = 'overdue' OR (b.status = 'paid' AND a.last_paid::date > b.due_date))
    AND NOT EXISTS (SELECT FROM bill_instalment i WHERE i.bill_id = b.id)
    AND b.cycle_key NOT LIKE ${`%${LATE_SUFFIX}`}
    AND NOT EXISTS (SELECT FROM bill f WHERE f.institution_id = b.institution_id AND f.plan_id = b.plan_id AND f.payer_id = b.payer_id
      AND f.cycle_key = b.cycle_key || ${LATE_SUFFIX})
  ORDER BY b.due_date, b.id LIMIT ${BATCH}`;

async function charge(tx: Tx, ctx: Ctx, terms: InstitutionTerms, version: PlanVersion, bill: LateBill): Promise<number> {
  const rule = version.plan.lateFee!;
  const due = businessDate(bill.due_date.toISOString().slice(0, 10));
  const dayOf = (at: Date) => businessDateOf(instantOfDate(at), terms.timeZone);
  const until = bill.status === 'paid' && bill.last_paid ? dayOf(bill.last_paid) : terms.today;
  const graceEnds = addDays(due, rule.graceDays);
  const paid = await tx.bill_allocation.findMany({ where: { bill_id: bill.id, amount_minor: { gt: 0n } } });
  const inTime = paid.filter((a) => dayOf(a.at) <= graceEnds).reduce((sum, a) => sum + a.amount_minor, 0n);
  const owed = bill.total_minor - inTime;
  const fee = owed > 0n ? lateFeeOf(rule, owed, due, until, bill.currency) : null;
  if (!fee || (bill.status !== 'paid' && !fee.capped)) return 0;
  const day = (date: BusinessDate) => new Date(`${date}T00:00:00Z`);
  return writeBills(tx, ctx, {
    runId: null, planId: bill.plan_id, planVersion: bill.plan_version, cycleKey: `${bill.cycle_key}${LATE_SUFFIX}`, issueDate: day(terms.today),
    dueDate: day(addDays(terms.today, version.plan.cycle.dueAfter.days)), titleZh: `${version.nameZh}滞纳金`, titleEn: `${version.nameEn}: late fee`,
    methods: version.plan.methods, currency: bill.currency,
  }, [{
    payerId: bill.payer_id, totalMinor: fee.amountMinor,
    lines: [{
      itemCode: 'late-fee', name: { zh: '滞纳金', en: 'Late fee' }, accountCode: rule.accountCode, amountMinor: fee.amountMinor, explanation: { steps: [fee.step] },
    }],
  }]);
}
