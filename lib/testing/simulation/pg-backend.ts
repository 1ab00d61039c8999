/** The same simulation over the real store: PostgreSQL with its constraints and row security. Needs DATABASE_APP_URL. */
import { lockBills } from '@/lib/bills/hold-bills';
import type { BillId, InstitutionId, PaymentId } from '@/lib/kernel/ids';
import { toIso } from '@/lib/kernel/time';
import { entryOf, post } from '@/lib/ledger';
import { readFiles, toSuspense } from '@/lib/payments/pg-read';
import { createPgStore } from '@/lib/payments/pg-store';
import type { PaymentFile, Suspense } from '@/lib/payments/rows';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import type { Dump } from './invariants';
import type { Backend } from './run';
import type { Town } from './town';
import { START } from './world';

export function pgBackend(): Backend {
  return { store: createPgStore({ now: () => START }), found, dump, consent };
}

/** The database lets no held money go back without it: one person of each institution signs. */
async function consent(institutionId: InstitutionId, item: Suspense): Promise<void> {
  const signer = `usr_${institutionId.slice(4)}`;
  const approval = `apv_${item.id.slice(4)}`;
  const steps = JSON.stringify([{ roles: ['finance-manager'], stage: 0 }]);
  await withTx({ institutionId }, async (tx) => {
    await tx.$executeRaw`INSERT INTO user_account (id, email, display_name, password_hash, status, created_at)
      VALUES (${signer}, ${`${signer.toLowerCase()}@example.test`}, 'signer', '', 'active', now()) ON CONFLICT DO NOTHING`;
    await tx.$executeRaw`INSERT INTO membership (id, institution_id, user_id, roles, status, created_at)
      VALUES (${signer}, ${institutionId}, ${signer}, '{finance-manager}', 'active', now()) ON CONFLICT DO NOTHING`;
    await tx.$executeRaw`INSERT INTO approval (id, institution_id, kind, subject_kind, subject_id, operation, operation_hash, amount_minor, currency, status, steps, requested_by, requested_at, escalate_to)
      VALUES (${approval}, ${institutionId}, 'suspense-return', 'suspense', ${item.id}, '{}', '', ${item.amountMinor}, ${item.currency}, 'pending', ${steps}::jsonb, 'desk', now(), '{}') ON CONFLICT DO NOTHING`;
    await tx.$executeRaw`INSERT INTO approval_opinion (id, institution_id, approval_id, step, user_id, decision, reason, at, ip, device, step_up)
      SELECT ${approval}, ${institutionId}, a.id, 0, ${signer}, 'approve', '', now(), '', '', '' FROM approval a WHERE a.id = ${approval} AND a.status = 'pending'`;
    await tx.$executeRaw`UPDATE approval SET status = 'approved', decided_at = now() WHERE id = ${approval} AND status = 'pending'`;
  });
}

async function found(town: Town): Promise<void> {
  for (const institutionId of town.institutions) {
    await withPlatformTx(
      (tx) => tx.$executeRaw`
      INSERT INTO institution (id, slug, name_zh, name_en, kind, time_zone, day_cut_off, currency, environment, status, created_at)
      VALUES (${institutionId}, ${institutionId.toLowerCase().replace('_', '-')}, '模拟', 'Simulation', 'school', 'Asia/Shanghai', '24:00', 'CNY', 'test', 'active', ${toIso(START)}::timestamptz)`,
    );
    const bills = town.bills.filter((b) => b.institutionId === institutionId);
    await withTx({ institutionId }, async (tx) => {
      const rows = JSON.stringify(
        bills.map((b) => ({
          id: b.id,
          number: b.number,
          payer: b.payerId,
          minor: b.totalMinor.toString(),
          status: b.status,
          methods: b.methods,
        })),
      );
      await tx.$executeRaw`
        INSERT INTO bill (id, institution_id, number, payer_id, plan_id, plan_version, cycle_key, title_zh, title_en, currency, total_minor, methods,
          issue_date, due_date, status, created_at)
        SELECT id, ${institutionId}, number, payer, 'plan', 1, id, '账单', 'Bill', 'CNY', minor, methods, '2026-11-01', '2026-12-01', status, ${toIso(START)}::timestamptz
        FROM jsonb_to_recordset(${rows}::jsonb) AS b(id text, number text, payer text, minor bigint, status text, methods jsonb)`;
      await post(
        tx,
        { institutionId },
        bills.map((bill) =>
          entryOf({
            key: `bill:${bill.id}`,
            kind: 'bill-issued',
            at: START,
            subjectKind: 'bill',
            subjectId: bill.id,
            currency: bill.currency,
            amountMinor: bill.totalMinor,
            lines: [{ account: '6001.fee', amountMinor: bill.totalMinor }],
          }),
        ),
      );
    });
  }
}

async function dump(town: Town): Promise<Dump> {
  const files: PaymentFile[] = [];
  const all = { bills: [] as Dump['bills'][number][], suspense: [] as Suspense[], allocations: [] as Dump['allocations'][number][] };
  const balances = new Map<string, bigint>();
  const inquiries = new Set<string>();
  let unbalancedEntries = 0;
  for (const institutionId of town.institutions) {
    await withTx({ institutionId }, async (tx) => {
      const ids = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM payment ORDER BY id`;
      files.push(
        ...(
          await readFiles(
            tx,
            ids.map((r) => r.id as PaymentId),
            false,
          )
        ).files.values(),
      );
      all.bills.push(
        ...(await lockBills(
          tx,
          town.bills.filter((b) => b.institutionId === institutionId).map((b) => b.id),
        )),
      );
      all.suspense.push(...(await tx.suspense_item.findMany()).map(toSuspense));
      for (const a of await tx.bill_allocation.findMany({ orderBy: { id: 'asc' } })) {
        all.allocations.push({ billId: a.bill_id as BillId, paymentId: a.payment_id as PaymentId, amountMinor: a.amount_minor });
      }
      for (const b of await tx.$queryRaw<{ code: string; minor: bigint }[]>`
        SELECT account_code AS code, sum(amount_minor)::bigint AS minor FROM ledger_posting GROUP BY 1`) {
        balances.set(b.code, (balances.get(b.code) ?? 0n) + b.minor);
      }
      const [wrong] = await tx.$queryRaw<{ n: bigint }[]>`
        SELECT count(*) AS n FROM (SELECT entry_id FROM ledger_posting GROUP BY entry_id, currency HAVING sum(amount_minor) <> 0) x`;
      unbalancedEntries += Number(wrong!.n);
      await collectInquiries(institutionId, inquiries, (id) => tx.inquiry_due.findMany({ where: { institution_id: id } }));
    });
  }
  return { files, ...all, balances, unbalancedEntries, inquiries };
}

async function collectInquiries(
  institutionId: InstitutionId,
  into: Set<string>,
  read: (id: InstitutionId) => Promise<readonly { subject_id: string }[]>,
): Promise<void> {
  for (const row of await read(institutionId)) into.add(row.subject_id);
}
