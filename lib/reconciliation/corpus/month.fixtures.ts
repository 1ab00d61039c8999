/**
 * A month of several channels with every disorder, in the order in which it would happen: money of each day is booked, the day's files come (late, in
 * parts, twice, shuffled, with lost and spoiled numbers), and what was only late comes with the next one. At the end every cent must be explained.
 */
import { CAPABILITIES, type ChannelCode } from '@/lib/channels';
import { withClient } from '@/scripts/db/logins';
import { seededRandom } from '@/lib/kernel/ports';
import { addDays, instantOf, type BusinessDate, type Instant } from '@/lib/kernel/time';
import { entryOf, post } from '@/lib/ledger';
import { withTx } from '@/lib/platform/tx';
import type { StatementRow } from '@/lib/statements';
import type { Ctx } from '@/lib/platform/ctx';
import { assert } from '@/lib/kernel/assert';
import { matchFile } from '../match-file';
import { UNDECIDED } from '../model';
import { foundDesk, type Desk } from '../reconciliation.fixtures';
import { stageLines } from '../stage-lines';
import { registerFile } from '../statement-file';
import { AGREEING, BREAKS, withoutReference } from './breaks.fixtures';
import { agreeOnFees, loadFacts, shuffled } from './run.fixtures';
import { corpusMaker, type Corpus, type CorpusLine, type Maker } from './world.fixtures';

export const EIGHT: readonly ChannelCode[] = ['wechat', 'alipay', 'unionpay', 'ccb', 'cmb', 'icbc', 'abc', 'bocom'];
const FIRST = '2026-10-01' as BusinessDate;

export interface MonthPlan {
  readonly channels: readonly ChannelCode[];
  readonly days: number;
  readonly linesPerDay: number;
  readonly seed: number;
  /** True breaks in the whole month: what nobody but a person can settle. */
  readonly breaks: number;
}

export interface MonthResult {
  readonly lines: number;
  readonly files: number;
  /** Lines and facts that a person must look at. */
  readonly needPeople: number;
  readonly withoutPeople: number;
  readonly planted: number;
  readonly falseAutoMatches: number;
  /** What clearing holds less what is open: nothing, when every cent is explained. */
  readonly unexplainedMinor: string;
  readonly unexplainedLines: number;
  readonly disorders: Readonly<Record<string, number>>;
  readonly mistakes: readonly string[];
  /** What waits for a person, by reason. */
  readonly open: Readonly<Record<string, number>>;
}

interface Booked { readonly corpus: Corpus; readonly maker: Maker; readonly late: CorpusLine[] }

/** What a day brings: mostly plain payments, some of each disorder, and money just before the cut that the bank shows a day later. */
function makeDay(seed: number, date: BusinessDate, channel: ChannelCode, lines: number, disorders: Record<string, number>): Booked {
  const maker = corpusMaker(seed, date);
  const random = seededRandom(seed * 7 + 1);
  const odd = Object.keys(AGREEING).filter((kind) => kind !== 'plain' && kind !== 'cross-day');
  const count = (kind: string) => { disorders[kind] = (disorders[kind] ?? 0) + 1; };
  while (maker.corpus.lines.length < lines) {
    const dice = random.below(1000);
    const kind = dice < 900 ? 'plain' : dice < 910 ? 'no-reference' : odd[random.below(odd.length)]!;
    if (kind !== 'plain') count(kind);
    if (kind === 'no-reference') withoutReference(maker);
    else AGREEING[kind]!(maker);
  }
  const cut = CAPABILITIES[channel].statement.cutOff;
  const second = Number.parseInt(cut.slice(0, 2), 10) * 3600 + Number.parseInt(cut.slice(3, 5), 10) * 60 - 300;
  const late: CorpusLine[] = [];
  // The day after the last brings nothing new: money of its evening would be shown on a day that does not come.
  for (let i = lines === 0 ? 0 : random.below(3); i > 0; i--) {
    count('shown a day later');
    const fact = maker.fact({ second: second - random.below(900) });
    late.push({ row: maker.rowOf(fact, { settleDate: addDays(date, 1) }), truth: maker.matched(fact), label: 'shown a day later' });
  }
  return { corpus: maker.corpus, maker, late };
}

export async function runMonth(adminUrl: string, plan: MonthPlan, say: (text: string) => void = () => undefined): Promise<MonthResult> {
  const desk = await foundDesk();
  const random = seededRandom(plan.seed);
  const disorders: Record<string, number> = {};
  const tally: Tally = { lines: 0, files: 0, planted: 0, truth: new Map() };
  const carried = new Map<ChannelCode, CorpusLine[]>();
  await agreeOnFees(adminUrl, desk.institutionId, plan.channels);
  for (let d = 0; d <= plan.days; d++) {
    const date = addDays(FIRST, d);
    for (const [c, channel] of plan.channels.entries()) {
      // The day after the last only brings what was late.
      const made = makeDay(plan.seed + d * plan.channels.length + c, date, channel, d === plan.days ? 0 : plan.linesPerDay, disorders);
      if (d < plan.days && tally.planted < Math.floor((plan.breaks * (d + 1)) / plan.days)) {
        const kinds = Object.entries(BREAKS).filter(([kind]) => kind !== 'not-yet' && kind !== 'batch-differs');
        const [kind, plant] = kinds[tally.planted % kinds.length]!;
        plant(made.maker);
        disorders[kind] = (disorders[kind] ?? 0) + 1;
        tally.planted++;
      }
      await withClient(adminUrl, (admin) => loadFacts(admin, desk.institutionId, channel, made.corpus));
      const ctx: Ctx = { ...desk.clerk, clock: { now: () => instantOf(addDays(date, 1), '10:30:00', 'Asia/Shanghai') } };
      await bookDay(ctx, channel, date, made.corpus);
      const lines = shuffled([...made.corpus.lines, ...(carried.get(channel) ?? [])], plan.seed + d);
      carried.set(channel, d === plan.days ? [] : made.late);
      await takeFiles(ctx, channel, date, lines, random.below(10), disorders, tally);
    }
    say(`${date}: ${tally.lines} lines in ${tally.files} files`);
  }
  return { ...(await conclude(desk, tally)), disorders };
}

interface Tally { lines: number; files: number; planted: number; readonly truth: Map<string, CorpusLine> }

/** One file, or two halves, or one that comes a second time in another order with some lines of its own repeated. */
async function takeFiles(
  ctx: Ctx, channel: ChannelCode, date: BusinessDate, lines: readonly CorpusLine[], dice: number, disorders: Record<string, number>, tally: Tally,
): Promise<void> {
  const count = (kind: string) => { disorders[kind] = (disorders[kind] ?? 0) + 1; };
  if (dice === 0 && lines.length > 1) {
    count('file sent twice');
    await takeFile(ctx, channel, date, lines, tally);
    await takeFile(ctx, channel, date, shuffled(lines.filter((l) => l.label === 'plain'), 3), tally, true);
  } else await takeFile(ctx, channel, date, lines, tally);
}

async function takeFile(ctx: Ctx, channel: ChannelCode, date: BusinessDate, lines: readonly CorpusLine[], tally: Tally, again = false): Promise<void> {
  const name = `${channel}-${date}-${++tally.files}`;
  const file = await registerFile(ctx, { sha256: name.padEnd(64, '0'), fileName: name, channel, format: 'corpus', source: 'bank', askedFor: date });
  const rows: StatementRow[] = lines.map((l, i) => ({ ...l.row, lineNo: i + 1 }));
  const summary = {
    format: 'corpus', encoding: 'utf-8', rows: rows.length, rejected: 0, credit: { count: 0, amountMinor: 0n }, debit: { count: 0, amountMinor: 0n }, currency: 'CNY' as const,
    period: null, openingBalanceMinor: null, closingBalanceMinor: null, stated: null, account: null, warnings: [],
  };
  await stageLines({ id: file.id, institutionId: ctx.institutionId, channel, askedFor: date }, { format: 'corpus', channel, rows, finish: () => ({ summary, rejectedRows: [] }) });
  assert(await matchFile(ctx, file.id), 'a staged file is matched');
  if (again) return;
  tally.lines += lines.length;
  lines.forEach((l, i) => tally.truth.set(`${name} ${i + 1}`, l));
}

/** The day's money in the books: clearing rises by what was paid and falls by what was given back. */
async function bookDay(ctx: Ctx, channel: ChannelCode, date: BusinessDate, corpus: Corpus): Promise<void> {
  const sum = (kind: 'attempt' | 'refund') => corpus.facts.filter((f) => f.kind === kind && f.status === 'succeeded').reduce((total, f) => total + f.minor, 0n);
  const at = instantOf(date, '22:00:00', 'Asia/Shanghai') as Instant;
  const head = { at, subjectKind: 'day', subjectId: `${channel}-${date}`, currency: 'CNY' as const, channel };
  const entries = [
    ...(sum('attempt') > 0n ? [entryOf({ ...head, key: `paid:${channel}:${date}`, kind: 'payment-succeeded', amountMinor: sum('attempt') })] : []),
    ...(sum('refund') > 0n ? [entryOf({ ...head, key: `back:${channel}:${date}`, kind: 'refund-succeeded', amountMinor: sum('refund') })] : []),
  ];
  await withTx(ctx, (tx) => post(tx, ctx, entries));
}

type Concluded = Omit<MonthResult, 'disorders'>;

async function conclude(desk: Desk, tally: Tally): Promise<Concluded> {
  return withTx(desk.clerk, async (tx) => {
    const rows = await tx.$queryRaw<{ name: string; line_no: number; facts: string[] | null; reason: string | null; matched: boolean; repeated: boolean }[]>`
      WITH line AS (SELECT l.id, l.line_no, l.merchant_no, l.amount_minor, f.file_name AS name FROM statement_line l JOIN statement_file f ON f.seq = l.id >> 24),
        match AS (SELECT line_id, id, group_id FROM recon_match WHERE undone_at IS NULL AND line_id IS NOT NULL),
        side AS (SELECT coalesce(group_id, id::text) AS key, array_agg(side_id) AS facts FROM recon_match WHERE undone_at IS NULL AND side_id IS NOT NULL GROUP BY 1),
        known AS (SELECT DISTINCT l.merchant_no, l.amount_minor FROM line l JOIN match m ON m.line_id = l.id)
      SELECT l.name, l.line_no, m.id IS NOT NULL AS matched, c.reason, s.facts, k.merchant_no IS NOT NULL AS repeated
      FROM line l LEFT JOIN match m ON m.line_id = l.id LEFT JOIN side s ON s.key = coalesce(m.group_id, m.id::text)
      LEFT JOIN recon_case c ON c.line_id = l.id AND c.reason <> 'fee-differs' LEFT JOIN known k ON k.merchant_no = l.merchant_no AND k.amount_minor = l.amount_minor`;
    const mistakes: string[] = [];
    let [wrong, unexplained] = [0, 0];
    for (const row of rows) {
      if (!row.matched && row.reason === null && !row.repeated) unexplained++;
      const planted = tally.truth.get(`${row.name} ${row.line_no}`);
      if (!planted) continue;
      const wanted = planted.truth.kind === 'matched' ? [...planted.truth.facts].sort().join() : planted.truth.kind === 'reversal' ? '' : null;
      const got = row.matched ? [...(row.facts ?? [])].sort().join() : null;
      if (got !== null && got !== wanted) wrong++;
      if (got !== wanted && mistakes.length < 10) mistakes.push(`${planted.label} on ${row.name}: ${got ?? row.reason ?? 'nothing'}`);
    }
    const [open] = await tx.$queryRaw<{ cases: bigint; ours: bigint }[]>`
      SELECT count(*) AS cases, coalesce(sum(coalesce(our_minor, 0) * CASE direction WHEN 'credit' THEN 1 ELSE -1 END) FILTER (WHERE reason <> 'fee-differs'), 0)::bigint AS ours
      FROM recon_case WHERE status = ANY(${[...UNDECIDED]})`;
    const kinds = await tx.$queryRaw<{ kind: string; cases: bigint }[]>`
      SELECT concat_ws(' ', reason, probable_cause, status, CASE WHEN line_id IS NULL THEN 'side' ELSE 'line' END) AS kind, count(*) AS cases FROM recon_case
      WHERE status = ANY(${[...UNDECIDED]}) GROUP BY 1`;
    const [clearing] = await tx.$queryRaw<{ minor: bigint }[]>`
      SELECT coalesce(sum(amount_minor), 0)::bigint AS minor FROM ledger_posting WHERE account_code LIKE '1012.%'`;
    const needPeople = Number(open!.cases);
    return {
      lines: tally.lines, files: tally.files, needPeople, withoutPeople: Math.round((1 - needPeople / tally.lines) * 1e6) / 1e6, planted: tally.planted, falseAutoMatches: wrong,
      unexplainedMinor: (clearing!.minor - open!.ours).toString(), unexplainedLines: unexplained, mistakes,
      open: Object.fromEntries(kinds.map((k) => [k.kind, Number(k.cases)])),
    };
  }, { timeoutMs: 300_000 });
}

