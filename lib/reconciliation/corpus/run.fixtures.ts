/** Loads a corpus into the books of an institution of its own, lets the product match it, and compares what it concluded with the truth. */
import { withClient } from '@/scripts/db/logins';
import { layRules } from '@/lib/testing/past';
import { makePaymentCode } from '@/lib/payers/payment-code';
import type { InstitutionId } from '@/lib/kernel/ids';
import { toDate } from '@/lib/kernel/time';
import { withTx } from '@/lib/platform/tx';
import { seededRandom } from '@/lib/kernel/ports';
import { assert } from '@/lib/kernel/assert';
import { BUILT_IN_RULES } from '../engine/rule-set';
import { linesOfFile } from '../line-ids';
import { matchFile } from '../match-file';
import { clock, foundDesk, type Desk } from '../reconciliation.fixtures';
import { stageLines } from '../stage-lines';
import { registerFile } from '../statement-file';
import { CORPUS_DAY, type Corpus, type CorpusLine } from './world.fixtures';

export interface CorpusRun {
  readonly desk: Desk;
  readonly fileId: string;
  readonly hash: string;
  readonly milliseconds: number;
}

const hash64 = (n: number): string => n.toString(16).padStart(64, '0');
const at = (ms: number): string => new Date(ms).toISOString();

/** An institution whose rules know the contract's fee, with the corpus in its books. */
export async function loadCorpus(adminUrl: string, corpus: Corpus): Promise<Desk> {
  const desk = await foundDesk();
  await agreeOnFees(adminUrl, desk.institutionId, ['wechat']);
  await withClient(adminUrl, async (admin) => {
    await loadFacts(admin, desk.institutionId, 'wechat', corpus);
    for (const table of ['payment', 'payment_attempt', 'refund', 'payer']) await admin.query(`ANALYZE ${table}`);
  });
  return desk;
}

type Admin = Parameters<Parameters<typeof withClient>[1]>[0];

export async function agreeOnFees(adminUrl: string, institutionId: string, channels: readonly string[]): Promise<void> {
  const rules = { ...BUILT_IN_RULES, version: undefined, fees: { bps: Object.fromEntries(channels.map((c) => [c, 60])), toleranceMinor: '1' } };
  await layRules(adminUrl, institutionId, rules);
}

/** Facts as sets, written by the superuser: payments are not what is tried here. */
export async function loadFacts(admin: Admin, institutionId: string, channel: string, corpus: Corpus): Promise<void> {
  const attempts = corpus.facts.filter((f) => f.kind === 'attempt');
  const payers = [...new Set(attempts.map((f) => f.payer))].map((n) => ({ id: payerId(n), number: `N${n}`, code: makePaymentCode(BigInt(n)) }));
  const rows = attempts.map((f) => ({
    id: f.id, payment: f.id.replace('att', 'pay'), number: f.number, minor: f.minor.toString(), at: at(f.at), trade: f.tradeNo, payer: payerId(f.payer),
  }));
  const back = corpus.facts.filter((f) => f.kind === 'refund').map((f) => ({
    id: f.id, attempt: f.of, payment: f.of?.replace('att', 'pay'), number: f.number, minor: f.minor.toString(), at: at(f.at), status: f.status, trade: f.tradeNo,
  }));
  const put = (sql: string, data: unknown) => admin.query(sql, [institutionId, JSON.stringify(data), channel]);
  await admin.query(`INSERT INTO payer (id, institution_id, number, name_sealed, name_index, attributes, payment_code, status, created_at)
    SELECT t.id, $1, t.number, '', '', '{}', t.code, 'active', now() FROM jsonb_to_recordset($2::jsonb) AS t(id text, number text, code text)`, [institutionId, JSON.stringify(payers)]);
  await put(`INSERT INTO payment (id, institution_id, number, payer_id, currency, amount_minor, captured_minor, status, method, channel, subject, payer_ip, idempotency_key,
      created_at, expires_at, succeeded_at, updated_at)
    SELECT t.payment, $1, 'P' || t.id, t.payer, 'CNY', t.minor, t.minor, 'succeeded', 'wechat', $3, '学费', '', t.id, t.at, t.at, t.at, t.at
    FROM jsonb_to_recordset($2::jsonb) AS t(id text, payment text, payer text, minor bigint, at timestamptz)`, rows);
  await put(`INSERT INTO payment_attempt (id, institution_id, payment_id, seq, account_id, channel, order_no, amount_minor, currency, status, channel_trade_no, created_at,
      expires_at, paid_at, updated_at)
    SELECT t.id, $1, t.payment, 1, 'cha_0', $3, t.number, t.minor, 'CNY', 'succeeded', t.trade, t.at, t.at, t.at, t.at
    FROM jsonb_to_recordset($2::jsonb) AS t(id text, payment text, number text, minor bigint, trade text, at timestamptz)`, rows);
  // A refund begins as a wish and people step it along; here it is only wanted as it ended.
  await admin.query("SET session_replication_role = 'replica'");
  await put(`INSERT INTO refund (id, institution_id, number, payment_id, attempt_id, channel, refund_no, amount_minor, currency, status, reason, requested_kind, requested_by,
      requested_at, succeeded_at, channel_refund_no, idempotency_key, updated_at)
    SELECT t.id, $1, t.number, t.payment, t.attempt, $3, t.number, t.minor, 'CNY', t.status, '', 'staff', 'usr_0', t.at, CASE t.status WHEN 'succeeded' THEN t.at END, t.trade,
      t.id, t.at FROM jsonb_to_recordset($2::jsonb) AS t(id text, attempt text, payment text, number text, minor bigint, at timestamptz, status text, trade text)`, back);
  await admin.query('RESET session_replication_role');
}

const payerId = (n: number): string => `pyr_${String(n).padStart(26, '0')}`;

let files = 0;

/** Stages the lines in the given order and matches them. */
export async function runCorpus(desk: Desk, corpus: Corpus, order: readonly CorpusLine[] = corpus.lines, largeFrom?: number): Promise<CorpusRun> {
  const file = await registerFile(desk.clerk, {
    sha256: hash64(++files), fileName: `corpus-${files}.csv`, channel: 'wechat', format: 'wechat-tradebill', source: 'upload', askedFor: CORPUS_DAY,
  });
  const summary = {
    format: 'wechat-tradebill', encoding: 'utf-8', rows: order.length, rejected: 0, credit: { count: 0, amountMinor: 0n }, debit: { count: 0, amountMinor: 0n }, currency: 'CNY' as const,
    period: null, openingBalanceMinor: null, closingBalanceMinor: null, stated: null, account: null, warnings: [],
  };
  const rows = order.map((l) => l.row);
  await stageLines(
    { id: file.id, institutionId: desk.institutionId, channel: 'wechat', askedFor: CORPUS_DAY },
    { format: summary.format, channel: 'wechat', rows, finish: () => ({ summary, rejectedRows: [] }) });
  const { seq } = await withTx(desk.clerk, (tx) => tx.statement_file.findUniqueOrThrow({ where: { id: file.id }, select: { seq: true } }));
  await withTx(desk.clerk, async (tx) => {
    for (const { line, factId } of corpus.dismissed) {
      const lineId = linesOfFile(seq).from + BigInt(order.indexOf(line) + 1);
      await tx.recon_dismissal.create({ data: { institution_id: desk.institutionId, line_id: lineId, side_id: factId, at: toDate(clock.now()), actor: 'test' } });
    }
  });
  const started = performance.now();
  const run = await matchFile(desk.clerk, file.id, undefined, largeFrom);
  assert(run, 'a staged file is matched');
  return { desk, fileId: file.id, hash: run.resultHash, milliseconds: Math.round(performance.now() - started) };
}

/** Takes what was concluded away again, so that the same facts can be matched with the same lines in another order. */
export async function forgetRun(adminUrl: string, institutionId: InstitutionId): Promise<void> {
  await withClient(adminUrl, async (admin) => {
    for (const table of ['recon_match', 'recon_dismissal', 'recon_case', 'recon_run', 'statement_line', 'statement_file']) {
      await admin.query(`DELETE FROM ${table} WHERE institution_id = $1`, [institutionId]);
    }
  });
}

export function shuffled<T>(all: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  const copy = [...all];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}
