/**
 * Matches one staged file: the bank's word first, then rules in sets, then cases, books and the run's own record, in one transaction under the
 * file's lock. Running it again concludes the same: pairs and cases are unique, and an entry is only made for what this run newly matched.
 */
import { audit } from '@/lib/audit';
import type { ChannelCode } from '@/lib/channels';
import type { InstitutionId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { toDate, toIso, type BusinessDate } from '@/lib/kernel/time';
import { paymentDeps, type PaymentDeps } from '@/lib/payments';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { crashPoint } from '@/lib/platform/crash';
import { emit } from '@/lib/platform/outbox';
import { withTx, type Tx } from '@/lib/platform/tx';
import { closeExplained, ripenNotYet } from './close-explained';
import { linesOfFile, type LineRange } from './line-ids';
import {
  collectLeftover, dropGroupedLeftover, dropPairedLeftover, LARGE_ROWS, matchPayments, matchPaymentsAgain, matchRefunds, matchRefundsByOrder, matchSuspense, planForSize, planWithWorkers, preferBestOfTwins,
  type MatchScope,
} from './match-pairs';
import { checkFees } from './check-fees';
import { letGoOfSmall } from './let-go';
import type { Reason, RunCounts } from './model';
import { pairLarge } from './pair-large';
import { repairLostWords } from './repair';
import { collectOpenFacts, type RestScope } from './rest-facts';
import type { VersionedRules } from './engine/rule-set';
import { matchLeftover } from './rest-step';
import { activeRules } from './rule-store';
import { resultHash, settleRun, sumLines } from './settle-run';
import { writeLineCases, writeSideCases } from './write-cases';

const TIMEOUT_MS = 10 * 60_000;

interface FileRow { id: string; seq: bigint; channel: string; status: string; row_count: number; days: Date[]; received_at: Date; file_name: string; summary: unknown }
interface File extends Omit<FileRow, 'days' | 'channel'> { readonly channel: ChannelCode; readonly days: readonly BusinessDate[]; readonly lines: LineRange }

export interface Matched {
  readonly runId: string;
  readonly counts: RunCounts;
  readonly resultHash: string;
}

/** Null when the file is not staged yet. `largeFrom`: rows from which a file is paired in one join; whichever way, the result is the same. */
export async function matchFile(ctx: Ctx, fileId: string, deps: PaymentDeps = paymentDeps(), largeFrom?: number): Promise<Matched | null> {
  const file = await withTx(ctx, (tx) => readFile(tx, fileId, false));
  if (!file) return null;
  const repaired = await repairLostWords(deps, {
    institutionId: ctx.institutionId as InstitutionId, channel: file.channel, lines: file.lines, rows: file.row_count, receivedAt: file.received_at,
  });
  crashPoint('reconciliation.repaired');
  return withTx(ctx, (tx) => matchIn(tx, ctx, fileId, repaired, largeFrom), { timeoutMs: TIMEOUT_MS });
}

async function readFile(tx: Tx, fileId: string, lock: boolean): Promise<File | null> {
  const [row] = lock
    ? await tx.$queryRaw<FileRow[]>`SELECT id, seq, channel, status, row_count, days, received_at, file_name, summary FROM statement_file WHERE id = ${fileId} FOR UPDATE`
    : await tx.$queryRaw<FileRow[]>`SELECT id, seq, channel, status, row_count, days, received_at, file_name, summary FROM statement_file WHERE id = ${fileId}`;
  if (!row || (row.status !== 'parsed' && row.status !== 'matched')) return null;
  return { ...row, channel: row.channel as ChannelCode, days: row.days.map((d) => d.toISOString().slice(0, 10) as BusinessDate), lines: linesOfFile(row.seq) };
}

async function matchIn(tx: Tx, ctx: Ctx, fileId: string, repaired: number, largeFrom: number | undefined): Promise<Matched | null> {
  const file = await readFile(tx, fileId, true);
  if (!file) return null;
  const runId = newId('reconRun', ctx);
  const at = ctx.clock.now();
  const rules = await activeRules(tx);
  await tx.recon_run.create({
    data: {
      id: runId, institution_id: ctx.institutionId, file_id: file.id, channel: file.channel, rule_version: rules.version, status: 'running', counts: {}, started_at: toDate(at),
    },
  });
  const scope = {
    institutionId: ctx.institutionId, runId, fileId: file.id, channel: file.channel, lines: file.lines, days: file.days, actor: actorName(ctx.actor), at: toIso(at),
    ruleVersion: rules.version, rules,
  };
  await planForSize(tx, file.row_count);
  const matched = await pairUp(tx, ctx, scope, file.row_count, largeFrom);
  // What is left is still whole here: the cases' own step takes lines out that an earlier file explained.
  const sums = await sumLines(tx, file.lines, file.summary);
  await dropGroupedLeftover(tx);
  const lineCases = await writeLineCases(tx, ctx, scope);
  await planForSize(tx, file.row_count);
  const sideCases = await writeSideCases(tx, ctx, scope);
  const feeCases = await checkFees(tx, ctx, scope, rules);
  const closed = await closeExplained(tx, ctx, file.channel, runId);
  await settleRun(tx, ctx, { id: runId, fileId: file.id, channel: file.channel, lines: file.lines, label: file.file_name.slice(0, 100) }, sums);
  // What is hashed beside the pairs is few: looked up, not joined with a million lines.
  await planForSize(tx, 0);
  if (file.row_count > LARGE_ROWS) await planWithWorkers(tx, true);
  const hash = await resultHash(tx, file.lines, runId);
  await planWithWorkers(tx, false);
  const letGo = await letGoOfSmall(tx, ctx, file.channel, runId, rules);
  const apart = { unsettled: sums.unsettled, other: sums.other, letGo };
  const opened = add(add(lineCases.opened, sideCases), feeCases);
  const counts: RunCounts = { lines: file.row_count, matched, repaired, repeated: lineCases.repeated, ...apart, opened, closed };
  await finish(tx, ctx, file, runId, counts, hash);
  await ripenNotYet(tx, ctx, file.channel, rules.notYet);
  crashPoint('reconciliation.before-commit');
  return { runId, counts, resultHash: hash };
}

/** The exact key first, in sets; the other rules only on what it leaves over. Answers the lines matched. */
async function pairUp(tx: Tx, ctx: Ctx, scope: MatchScope & RestScope & { readonly rules: VersionedRules }, rows: number, largeFrom?: number): Promise<number> {
  const paired = await pairLarge(tx, scope, rows, largeFrom);
  let matched = paired ?? await matchPayments(tx, scope, rows);
  if (paired === null) await collectLeftover(tx, scope);
  matched += await matchPaymentsAgain(tx, scope);
  await preferBestOfTwins(tx, scope);
  matched += await matchRefunds(tx, scope);
  matched += await matchSuspense(tx, scope);
  matched += await matchRefundsByOrder(tx, scope);
  await dropPairedLeftover(tx);
  await planForSize(tx, paired === null ? rows : 0);
  await collectOpenFacts(tx, scope, paired !== null);
  await planForSize(tx, 0);
  const rest = await matchLeftover(tx, ctx, scope, scope.rules);
  await dropPairedLeftover(tx);
  return matched + rest.matched;
}

type ByReason = Partial<Record<Reason, number>>;
function add(a: ByReason, b: ByReason): ByReason {
  const sum: ByReason = { ...a };
  for (const [reason, count] of Object.entries(b) as [Reason, number][]) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}

async function finish(tx: Tx, ctx: Ctx, file: File, runId: string, counts: RunCounts, hash: string): Promise<void> {
  const at = toDate(ctx.clock.now());
  await tx.recon_run.update({
    where: { id: runId }, data: { status: 'done', counts: { ...counts, opened: { ...counts.opened } }, result_hash: hash, finished_at: at },
  });
  await tx.statement_file.update({ where: { id: file.id }, data: { status: 'matched' } });
  const opened = Object.values(counts.opened).reduce((sum, n) => sum + n, 0);
  await audit(tx, ctx, {
    action: 'statement.match', subjectKind: 'statement-file', subjectId: file.id, outcome: 'done',
    after: { runId, resultHash: hash, matched: counts.matched, repaired: counts.repaired, opened },
  });
  await emit(tx, ctx, [{
    type: 'statement.matched', subjectId: file.id,
    payload: { runId, channel: file.channel, lines: counts.lines, matched: counts.matched, repaired: counts.repaired, opened },
  }]);
}
