/** Writes entries into the books: a whole batch in two statements, inside the transaction of the event itself. */
import { assert } from '@/lib/kernel/assert';
import { toIso } from '@/lib/kernel/time';
import type { SqlTx } from '@/lib/platform/sql-tx';
import type { Scope } from '@/lib/platform/tx';
import { describeAccount, isAccountCode, type AccountName } from './chart';
import { isBalanced, type EntryDraft } from './postings';

/**
 * Books `entries` and answers how many were new: an entry whose key is already booked is left as it was. The business date is the
 * institution's (zone and cut-off; the first open day where that day is closed), accounts are made when first used, and the database refuses whatever does not balance.
 */
export async function post(tx: SqlTx, scope: Scope, entries: readonly EntryDraft[]): Promise<number> {
  if (entries.length === 0) return 0;
  for (const entry of entries) assert(isBalanced(entry), `entry ${entry.key} does not balance`);
  const accounts = ensureAccounts(tx, scope, entries);
  if (!tx.together) await accounts;
  const drafts = JSON.stringify(
    entries.map((e) => ({
      key: e.key,
      kind: e.kind,
      at: toIso(e.at),
      subject_kind: e.subjectKind,
      subject_id: e.subjectId,
      memo: e.memo,
      lines: e.lines.map((l, i) => ({ n: i + 1, code: l.account, minor: l.amountMinor.toString(), cur: l.currency })),
    })),
  );
  const booking = tx.$queryRaw<{ entries: bigint }[]>`
    WITH draft AS MATERIALIZED (
      SELECT d.*, d.at AT TIME ZONE i.time_zone AS local_at, i.day_cut_off, i.books_open_from
      FROM json_to_recordset(${drafts}::json)
        AS d(key text, kind text, at timestamptz, subject_kind text, subject_id text, memo text, lines json)
      JOIN institution i ON i.id = ${scope.institutionId}
    ), entry AS (
      INSERT INTO journal_entry (institution_id, key, kind, at, business_date, subject_kind, subject_id, memo)
      SELECT ${scope.institutionId}, key, kind, at,
        greatest(local_at::date + (to_char(local_at, 'HH24:MI') >= day_cut_off)::int, books_open_from),
        subject_kind, subject_id, memo
      FROM draft ORDER BY key
      ON CONFLICT (institution_id, key) DO NOTHING RETURNING id, key
    ), posting AS (
      INSERT INTO ledger_posting (entry_id, line_no, institution_id, account_code, amount_minor, currency)
      SELECT entry.id, l.n, ${scope.institutionId}, l.code, l.minor, l.cur
      FROM entry JOIN draft USING (key)
      CROSS JOIN LATERAL json_to_recordset(draft.lines) AS l(n int, code text, minor bigint, cur text)
    )
    SELECT (SELECT count(*) FROM entry) AS entries`;
  const [booked] = await Promise.all([booking, accounts]);
  return Number(booked[0]!.entries);
}

async function ensureAccounts(tx: SqlTx, scope: Scope, entries: readonly EntryDraft[]): Promise<void> {
  const labels = new Map<string, AccountName | undefined>();
  for (const entry of entries) for (const line of entry.lines) labels.set(line.account, labels.get(line.account) ?? line.label);
  const rows = [...labels]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, label]) => {
      assert(isAccountCode(code), `not an account code: ${code}`);
      const { zh, en, kind } = describeAccount(code, label);
      return { code, zh, en, kind };
    });
  await tx.$executeRaw`
    INSERT INTO ledger_account (institution_id, code, name_zh, name_en, kind)
    SELECT ${scope.institutionId}, a.code, a.zh, a.en, a.kind
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS a(code text, zh text, en text, kind text)
    WHERE NOT EXISTS (SELECT FROM ledger_account x WHERE x.institution_id = ${scope.institutionId} AND x.code = a.code)
    ORDER BY a.code ON CONFLICT DO NOTHING`;
}
