/** Writes effects to PostgreSQL: one statement per kind of row, every value inside one JSON parameter. */
import { creditBills, holdBills, releaseHolds } from '@/lib/bills';
import { toIso, type Instant } from '@/lib/kernel/time';
import { post } from '@/lib/ledger';
import { emit } from '@/lib/platform/outbox';
import type { Ctx } from '@/lib/platform/ctx';
import type { SqlTx } from '@/lib/platform/sql-tx';
import type { Scope } from '@/lib/platform/tx';
import type { Effects, RouteRecord, TransitionRow } from './effects';
import { isLive } from './machine';
import type { Attempt, Inquiry, Payment, PaymentPart, Suspense } from './rows';

const iso = (at: Instant | null): string | null => (at === null ? null : toIso(at));
/** The last change per id: what a batch leaves behind. */
const lastOf = <T>(rows: readonly T[], idOf: (row: T) => string): T[] => [...new Map(rows.map((r) => [idOf(r), r])).values()];

export async function writeEffects(tx: SqlTx, ctx: Pick<Ctx, 'institutionId' | 'clock'>, effects: Effects): Promise<void> {
  const scope: Scope = { institutionId: ctx.institutionId };
  const madePayments = lastOf([...effects.newPayments, ...onlyNew(effects.payments, effects.newPayments)], (p) => p.id);
  const changedPayments = lastOf(onlyOld(effects.payments, effects.newPayments), (p) => p.id);
  const madeAttempts = lastOf([...effects.newAttempts, ...onlyNew(effects.attempts, effects.newAttempts)], (a) => a.id);
  const changedAttempts = lastOf(onlyOld(effects.attempts, effects.newAttempts), (a) => a.id);
  const inquiries = lastOf(effects.inquiries, (i) => i.subjectId);
  // Written in this order, without waiting for each other's answers.
  await Promise.all([
    insertPayments(tx, scope, madePayments, effects.newParts),
    updatePayments(tx, changedPayments),
    updateAttempts(tx, changedAttempts),
    insertAttempts(tx, scope, madeAttempts),
    insertTransitions(tx, scope, effects.paymentTransitions, effects.attemptTransitions),
    releaseHolds(tx, effects.releases),
    holdBills(tx, scope, effects.holds),
    creditBills(tx, scope, effects.credits),
    insertSuspense(tx, scope, effects.newSuspense),
    updateSuspense(tx, effects.suspenseDecided),
    post(tx, scope, effects.entries),
    writeInquiries(tx, scope, inquiries),
    insertRoutes(tx, scope, effects.routes),
    emit(tx, ctx, effects.events),
  ]);
}

type Named = { readonly id: string };
const idsOf = (rows: readonly Named[]): ReadonlySet<string> => new Set(rows.map((r) => r.id));
const keep = <T extends Named>(rows: readonly T[], ids: ReadonlySet<string>, among: boolean): T[] =>
  rows.filter((r) => ids.has(r.id) === among);
const onlyNew = <T extends Named>(changed: readonly T[], made: readonly T[]): T[] => keep(changed, idsOf(made), true);
const onlyOld = <T extends Named>(changed: readonly T[], made: readonly T[]): T[] => keep(changed, idsOf(made), false);

async function insertPayments(tx: SqlTx, scope: Scope, payments: readonly Payment[], parts: readonly PaymentPart[]): Promise<void> {
  if (payments.length === 0) return;
  const rows = JSON.stringify(
    payments.map((p) => ({
      id: p.id,
      number: p.number,
      payer_id: p.payerId,
      currency: p.currency,
      amount_minor: p.amountMinor.toString(),
      captured_minor: p.capturedMinor.toString(),
      status: p.status,
      method: p.method,
      channel: p.channel,
      subject: p.subject,
      payer_ip: p.payerIp,
      idempotency_key: p.idempotencyKey,
      created_at: iso(p.createdAt),
      expires_at: iso(p.expiresAt),
      succeeded_at: iso(p.succeededAt),
      updated_at: iso(p.updatedAt),
      parts: parts.filter((x) => x.paymentId === p.id).map((x) => ({ bill: x.billId, minor: x.amountMinor.toString() })),
    })),
  );
  await tx.$executeRaw`
    WITH made AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${rows}::json) AS p(id text, number text, payer_id text, currency text, amount_minor bigint,
        captured_minor bigint, status text, method text, channel text, subject text, payer_ip text, idempotency_key text,
        created_at timestamptz, expires_at timestamptz, succeeded_at timestamptz, updated_at timestamptz, parts json)
    ), inserted AS (
      INSERT INTO payment (id, institution_id, number, payer_id, currency, amount_minor, captured_minor, status, method, channel, subject,
        payer_ip, idempotency_key, created_at, expires_at, succeeded_at, updated_at)
      SELECT id, ${scope.institutionId}, number, payer_id, currency, amount_minor, captured_minor, status, method, channel, subject,
        payer_ip, idempotency_key, created_at, expires_at, succeeded_at, updated_at FROM made
    )
    INSERT INTO payment_bill (payment_id, bill_id, institution_id, amount_minor)
    SELECT made.id, b.bill, ${scope.institutionId}, b.minor
    FROM made CROSS JOIN LATERAL json_to_recordset(made.parts) AS b(bill text, minor bigint)`;
}

async function updatePayments(tx: SqlTx, payments: readonly Payment[]): Promise<void> {
  if (payments.length === 0) return;
  const rows = JSON.stringify(
    payments.map((p) => ({
      id: p.id,
      captured_minor: p.capturedMinor.toString(),
      status: p.status,
      method: p.method,
      channel: p.channel,
      expires_at: iso(p.expiresAt),
      succeeded_at: iso(p.succeededAt),
      updated_at: iso(p.updatedAt),
    })),
  );
  await tx.$executeRaw`
    UPDATE payment p SET captured_minor = n.captured_minor, status = n.status, method = n.method, channel = n.channel,
      expires_at = n.expires_at, succeeded_at = n.succeeded_at, updated_at = n.updated_at
    FROM json_to_recordset(${rows}::json) AS n(id text, captured_minor bigint, status text, method text, channel text,
      expires_at timestamptz, succeeded_at timestamptz, updated_at timestamptz)
    WHERE p.id = n.id AND p.id = ANY(${payments.map((p) => p.id)})`;
}

async function insertAttempts(tx: SqlTx, scope: Scope, attempts: readonly Attempt[]): Promise<void> {
  if (attempts.length === 0) return;
  const rows = JSON.stringify(
    attempts.map((a) => ({
      id: a.id,
      payment_id: a.paymentId,
      seq: a.seq,
      account_id: a.accountId,
      channel: a.channel,
      order_no: a.orderNo,
      amount_minor: a.amountMinor.toString(),
      currency: a.currency,
      status: a.status,
      presentation: a.presentation,
      trade_no: a.channelTradeNo,
      created_at: iso(a.createdAt),
      submitted_at: iso(a.submittedAt),
      expires_at: iso(a.expiresAt),
      updated_at: iso(a.updatedAt),
    })),
  );
  await tx.$executeRaw`
    INSERT INTO payment_attempt (id, institution_id, payment_id, seq, account_id, channel, order_no, amount_minor, currency, status,
      presentation, channel_trade_no, created_at, submitted_at, expires_at, updated_at)
    SELECT id, ${scope.institutionId}, payment_id, seq, account_id, channel, order_no, amount_minor, currency, status,
      nullif(presentation, 'null'::jsonb), trade_no, created_at, submitted_at, expires_at, updated_at
    FROM json_to_recordset(${rows}::json) AS a(id text, payment_id text, seq int, account_id text, channel text, order_no text,
      amount_minor bigint, currency text, status text, presentation jsonb, trade_no text, created_at timestamptz,
      submitted_at timestamptz, expires_at timestamptz, updated_at timestamptz)`;
}

async function updateAttempts(tx: SqlTx, attempts: readonly Attempt[]): Promise<void> {
  if (attempts.length === 0) return;
  const rows = JSON.stringify(
    attempts.map((a) => ({
      id: a.id,
      status: a.status,
      // Made once while the order may be paid; afterwards the row's own stays, and is not sent back and forth.
      presentation: isLive(a.status) ? a.presentation : undefined,
      trade_no: a.channelTradeNo,
      submitted_at: iso(a.submittedAt),
      paid_at: iso(a.paidAt),
      settle_date: a.settleDate,
      last_code: a.lastCode,
      cause: a.cause,
      query_count: a.queryCount,
      updated_at: iso(a.updatedAt),
    })),
  );
  await tx.$executeRaw`
    UPDATE payment_attempt a SET status = n.status, presentation = coalesce(nullif(n.presentation, 'null'::jsonb), a.presentation), channel_trade_no = n.trade_no,
      submitted_at = n.submitted_at, paid_at = n.paid_at, settle_date = n.settle_date, last_code = n.last_code, cause = n.cause,
      query_count = n.query_count, updated_at = n.updated_at
    FROM json_to_recordset(${rows}::json) AS n(id text, status text, presentation jsonb, trade_no text, submitted_at timestamptz,
      paid_at timestamptz, settle_date date, last_code text, cause text, query_count int, updated_at timestamptz)
    WHERE a.id = n.id AND a.id = ANY(${attempts.map((a) => a.id)})`;
}

async function insertTransitions(
  tx: SqlTx,
  scope: Scope,
  ofPayments: readonly TransitionRow[],
  ofAttempts: readonly TransitionRow[],
): Promise<void> {
  if (ofPayments.length + ofAttempts.length === 0) return;
  const rows = JSON.stringify([
    ...ofPayments.map((t) => ({ noun: 'payment', ...shape(t) })),
    ...ofAttempts.map((t) => ({ noun: 'attempt', ...shape(t) })),
  ]);
  await tx.$executeRaw`
    WITH step AS MATERIALIZED (
      SELECT * FROM ROWS FROM (json_to_recordset(${rows}::json)
        AS (noun text, id text, f text, e text, t text, at timestamptz, actor text, evidence text)) WITH ORDINALITY AS s(noun, id, f, e, t, at, actor, evidence, n)
    ), payments AS (
      INSERT INTO payment_transition (institution_id, payment_id, from_state, event, to_state, at, actor, evidence)
      SELECT ${scope.institutionId}, id, f, e, t, at, actor, evidence FROM step WHERE noun = 'payment' ORDER BY n
    )
    INSERT INTO attempt_transition (institution_id, attempt_id, from_state, event, to_state, at, actor, evidence)
    SELECT ${scope.institutionId}, id, f, e, t, at, actor, evidence FROM step WHERE noun = 'attempt' ORDER BY n`;
}
const shape = (t: TransitionRow) => ({
  id: t.subjectId,
  f: t.from,
  e: t.event,
  t: t.to,
  at: iso(t.at),
  actor: t.actor,
  evidence: t.evidence,
});

async function insertSuspense(tx: SqlTx, scope: Scope, items: readonly Suspense[]): Promise<void> {
  if (items.length === 0) return;
  const rows = JSON.stringify(
    items.map((s) => ({
      id: s.id,
      kind: s.kind,
      channel: s.channel,
      payment_id: s.paymentId,
      attempt_id: s.attemptId,
      order_no: s.orderNo,
      minor: s.amountMinor.toString(),
      currency: s.currency,
      status: s.status,
      evidence: s.evidence,
      at: iso(s.createdAt),
      note: s.note,
    })),
  );
  await tx.$executeRaw`
    INSERT INTO suspense_item (id, institution_id, kind, channel, payment_id, attempt_id, order_no, amount_minor, currency, status, evidence,
      created_at, note)
    SELECT id, ${scope.institutionId}, kind, channel, payment_id, attempt_id, order_no, minor, currency, status, evidence, at, note
    FROM json_to_recordset(${rows}::json) AS s(id text, kind text, channel text, payment_id text, attempt_id text, order_no text,
      minor bigint, currency text, status text, evidence text, at timestamptz, note text)`;
}

async function updateSuspense(tx: SqlTx, items: readonly Suspense[]): Promise<void> {
  for (const s of items) {
    await tx.$executeRaw`UPDATE suspense_item SET status = ${s.status}, decided_by = ${s.decidedBy}, decided_at = ${iso(s.decidedAt)}::timestamptz,
      note = ${s.note} WHERE id = ${s.id} AND status = 'held'`;
  }
}

async function writeInquiries(tx: SqlTx, scope: Scope, inquiries: readonly Inquiry[]): Promise<void> {
  const over = inquiries.filter((i) => i.dueAt === null).map((i) => i.subjectId);
  if (over.length > 0)
    await tx.$executeRaw`DELETE FROM inquiry_due WHERE subject_id = ANY(${over}) AND institution_id = ${scope.institutionId}`;
  const due = inquiries.filter((i) => i.dueAt !== null);
  if (due.length === 0) return;
  const rows = JSON.stringify(due.map((i) => ({ id: i.subjectId, kind: i.kind, due: iso(i.dueAt), tries: i.tries })));
  await tx.$executeRaw`
    INSERT INTO inquiry_due (subject_id, kind, institution_id, due_at, tries, leased_until)
    SELECT id, kind, ${scope.institutionId}, due, tries, NULL
    FROM json_to_recordset(${rows}::json) AS i(id text, kind text, due timestamptz, tries int) ORDER BY id
    ON CONFLICT (subject_id) DO UPDATE SET due_at = excluded.due_at, tries = excluded.tries, leased_until = NULL`;
}

/** The table is routing's; the row must be in the attempt's own commit, so it is written here from what routing decided. */
async function insertRoutes(tx: SqlTx, scope: Scope, routes: readonly RouteRecord[]): Promise<void> {
  if (routes.length === 0) return;
  // The document is JSON already; it is set in as it is, because quoting and unquoting it costs more than the rest of the row.
  const rows = `[${routes.map((r) => {
    const row = JSON.stringify({ attempt: r.attemptId, payment: r.paymentId, at: iso(r.at), chosen: r.chosen, version: r.configVersion });
    return `${row.slice(0, -1)},"document":${r.document}}`;
  }).join(',')}]`;
  await tx.$executeRaw`
    INSERT INTO routing_decision (attempt_id, institution_id, payment_id, at, chosen, config_version, document)
    SELECT attempt, ${scope.institutionId}, payment, at, chosen, version, document
    FROM json_to_recordset(${rows}::json) AS r(attempt text, payment text, at timestamptz, chosen text, version int, document jsonb)`;
}
