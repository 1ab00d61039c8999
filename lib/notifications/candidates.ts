/** Open bills a rule speaks about, with what is known of their payer's addresses. Bounded by the caller. */
import { plusMs, toIso, type BusinessDate, type Instant } from '@/lib/kernel/time';
import type { Currency } from '@/lib/kernel/money';
import type { Tx } from '@/lib/platform/tx';
import { ruleCode, TRIES_MAX, type Rule } from './model';
import { dueDatesOf } from './plan-notices';

/** A relay that was down is asked again after this long. */
const AGAIN_MS = 15 * 60_000;

export interface Candidate {
  readonly bill_id: string;
  readonly number: string;
  readonly payer_id: string;
  readonly title_zh: string;
  readonly title_en: string;
  readonly open_minor: bigint;
  readonly currency: Currency;
  readonly due_date: Date;
  /** The rule, and for an instalment its day. */
  readonly code: string;
  readonly known: boolean;
  readonly told: boolean;
}

/**
 * Of a bill in instalments it is the part that is next which is spoken about, each part once: its day stands behind the rule's code. What failed for a
 * reason that may pass is tried again after a while. `onlyUntold`: for sending; a preview shows the others too. A bill somebody is
 * paying this moment is not asked about.
 */
export function candidatesOf(tx: Tx, rule: Rule, today: BusinessDate, limit: number, onlyUntold: boolean, now: Instant): Promise<Candidate[]> {
  const { from, to } = dueDatesOf(rule, today);
  return tx.$queryRaw<Candidate[]>`
    SELECT b.id AS bill_id, b.number, b.payer_id, b.title_zh, b.title_en, coalesce(b.next_part_minor, b.total_minor - b.paid_minor) AS open_minor, b.currency, b.due_date,
      CASE WHEN b.next_part_minor IS NULL THEN ${ruleCode(rule)} ELSE ${ruleCode(rule)} || '@' || b.due_date END AS code,
      CASE WHEN ${rule.channel} = 'mail' THEN p.email_sealed IS NOT NULL ELSE p.phone_sealed IS NOT NULL END AS known, again.n IS NULL AND n.id IS NOT NULL AS told
    FROM bill b JOIN payer p ON p.id = b.payer_id
    LEFT JOIN notice n ON n.institution_id = b.institution_id AND n.bill_id = b.id AND n.rule_code = CASE WHEN b.next_part_minor IS NULL THEN ${ruleCode(rule)} ELSE ${ruleCode(rule)} || '@' || b.due_date END
    LEFT JOIN LATERAL (
      SELECT TRUE AS n WHERE n.status = 'failed' AND n.tries < ${TRIES_MAX} AND n.sent_at < ${toIso(plusMs(now, -AGAIN_MS))}::timestamptz AND coalesce(n.reason, '') !~ '\\m5\\d\\d\\M'
    ) again ON TRUE
    WHERE b.status IN ('issued', 'part-paid', 'overdue') AND b.due_date BETWEEN ${from}::date AND ${to}::date AND p.status = 'active'
      AND NOT EXISTS (SELECT FROM bill_hold h WHERE h.bill_id = b.id) AND (NOT ${onlyUntold} OR n.id IS NULL OR again.n)
    ORDER BY b.due_date DESC, b.number LIMIT ${limit}`;
}
