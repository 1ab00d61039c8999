/**
 * What other rules would have concluded on files of the past: each file is looked at as the exact key left it, under the active rules and under the
 * others, and the two answers are compared line by line. Nothing is written.
 */
import type { BusinessDate } from '@/lib/kernel/time';
import type { ChannelCode } from '@/lib/channels';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { matchRest } from './engine/match-rest';
import type { RestFact, RestResult } from './engine/facts';
import type { VersionedRules } from './engine/rule-set';
import { linesOfFile } from './line-ids';
import { leftoverColumns, planForSize } from './match-pairs';
import { RULE_EXACT_KEY, type BackTestDiff, type BackTestView } from './model';
import { collectOpenFacts } from './rest-facts';
import { loadRest } from './rest-step';

const FILES_MAX = 60;
const SHOWN_MAX = 100;

interface FileRow { id: string; seq: bigint; channel: string; days: Date[]; row_count: number }

export async function backTest(ctx: Ctx, from: BusinessDate, active: VersionedRules, other: VersionedRules): Promise<BackTestView> {
  const files = await withTx(ctx, (tx) => tx.$queryRaw<FileRow[]>`
    SELECT id, seq, channel, days, row_count FROM statement_file WHERE status = 'matched' AND EXISTS (SELECT FROM unnest(days) AS d(day) WHERE d.day >= ${from}::date)
    ORDER BY received_at DESC LIMIT ${FILES_MAX}`);
  const total = { files: files.length, lines: 0, gained: 0, lost: 0, changed: 0, same: 0, agreesWithPeople: 0, againstPeople: 0 };
  const shown: BackTestDiff[] = [];
  for (const file of files) {
    const diff = await withTx(ctx, (tx) => testFile(tx, file, active, other), { timeoutMs: 120_000 });
    for (const key of ['lines', 'gained', 'lost', 'changed', 'same', 'agreesWithPeople', 'againstPeople'] as const) total[key] += diff[key];
    shown.push(...diff.shown.slice(0, SHOWN_MAX - shown.length));
  }
  return { from, ...total, shown };
}

type FileDiff = Omit<BackTestView, 'from' | 'files'>;

async function testFile(tx: Tx, file: FileRow, active: VersionedRules, other: VersionedRules): Promise<FileDiff> {
  const lines = linesOfFile(file.seq);
  const channel = file.channel as ChannelCode;
  await planForSize(tx, file.row_count);
  await tx.$executeRaw`CREATE TEMP TABLE leftover_line ON COMMIT DROP AS SELECT ${leftoverColumns} FROM statement_line l
    WHERE l.id >= ${lines.from} AND l.id < ${lines.to} AND l.settled AND l.type IN ('payment', 'refund')
      AND NOT EXISTS (SELECT FROM recon_match m WHERE m.id = l.id AND m.rule = ${RULE_EXACT_KEY})`;
  const scope = { fileId: file.id, channel, days: file.days.map((d) => d.toISOString().slice(0, 10) as BusinessDate) };
  await collectOpenFacts(tx, scope, false);
  const taken = await takenBy(tx, lines.from, lines.to);
  // What the rules or a person matched with this file's lines was open when they looked.
  await tx.$executeRaw`INSERT INTO leftover_side SELECT id, 'attempt', amount_minor, currency, paid_at, settle_date FROM payment_attempt WHERE id = ANY(${[...taken.sides]})`;
  await tx.$executeRaw`INSERT INTO leftover_side SELECT id, 'refund', amount_minor, currency, succeeded_at, NULL FROM refund WHERE id = ANY(${[...taken.sides]})`;
  await planForSize(tx, 0);
  const input = await loadRest(tx, scope);
  if (input === null) return { lines: 0, gained: 0, lost: 0, changed: 0, same: 0, agreesWithPeople: 0, againstPeople: 0, shown: [] };
  const facts = input.facts.map((f): RestFact => (taken.sides.has(f.id) ? { ...f, open: true } : f));
  const concluded = (rules: VersionedRules) => byLine(matchRest(input.lines, facts, input.forbidden, rules, channel));
  return compare(file, lines.from, input.lines.map((l) => l.id), concluded(active), concluded(other), taken.people);
}

interface Taken { readonly sides: ReadonlySet<string>; readonly people: ReadonlyMap<bigint, string> }

async function takenBy(tx: Tx, from: bigint, to: bigint): Promise<Taken> {
  const rows = await tx.$queryRaw<{ line_id: bigint; side_id: string | null; by_hand: boolean }[]>`
    SELECT m.line_id, coalesce(m.side_id, s.side_id) AS side_id, m.run_id IS NULL AS by_hand FROM recon_match m
    LEFT JOIN recon_match s ON s.group_id = m.group_id AND s.side_id IS NOT NULL AND s.undone_at IS NULL
    WHERE m.id >= ${from} AND m.id < ${to} AND m.rule <> ${RULE_EXACT_KEY} ORDER BY 1, 2`;
  const people = new Map<bigint, string>();
  for (const row of rows) if (row.by_hand && row.side_id) people.set(row.line_id, [people.get(row.line_id), row.side_id].filter(Boolean).join(' '));
  return { sides: new Set(rows.flatMap((r) => r.side_id ?? [])), people };
}

interface Concluded { readonly rule: string; readonly facts: string }

function byLine(result: RestResult): ReadonlyMap<bigint, Concluded> {
  const all = new Map<bigint, Concluded>();
  for (const p of result.pairs) all.set(p.lineId, { rule: p.rule, facts: p.factId });
  for (const g of result.groups) for (const id of g.lineIds) all.set(id, { rule: g.rule, facts: [...g.factIds].sort().join(' ') || 'reversal' });
  return all;
}

function compare(
  file: FileRow, from: bigint, ids: readonly bigint[], before: ReadonlyMap<bigint, Concluded>, after: ReadonlyMap<bigint, Concluded>, people: ReadonlyMap<bigint, string>,
): FileDiff {
  const diff = { lines: ids.length, gained: 0, lost: 0, changed: 0, same: 0, agreesWithPeople: 0, againstPeople: 0, shown: [] as BackTestDiff[] };
  for (const id of ids) {
    const [was, is, said] = [before.get(id), after.get(id), people.get(id)];
    if (is && said !== undefined) diff[is.facts === said ? 'agreesWithPeople' : 'againstPeople']++;
    const kind = was?.facts === is?.facts ? null : !was ? 'gained' : !is ? 'lost' : 'changed';
    if (kind === null) { diff.same++; continue; }
    diff[kind]++;
    diff.shown.push({ kind, fileId: file.id, channel: file.channel, lineNo: Number(id - from), ruleBefore: was?.rule ?? null, ruleAfter: is?.rule ?? null });
  }
  return diff;
}
