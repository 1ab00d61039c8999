/** Whether reconciliation found of a spoiled day exactly what the bank's truth file says was spoiled: every such row a case, every other one matched. */
import type { ChannelCode } from '@/lib/channels/model';
import { withTx } from '@/lib/platform/tx';
import type { StatementTruth } from './bank';
import type { Ward } from './days';
import type { Place } from './place';

/** The cells of one institution: what is wrong, or null. */
export async function judgeWard(place: Place, ward: Ward): Promise<Map<ChannelCode, string | null>> {
  const ours = await readOurs(ward);
  const verdicts = new Map<ChannelCode, string | null>();
  for (const channel of ward.channels) {
    const merchantNo = ward.merchants.get(channel)!;
    const truths = await Promise.all((ours.days.get(channel) ?? []).map((day) => place.bank.statementTruth(channel, merchantNo, day)));
    const wrong = wrongOf(ward, channel, truths, ours);
    verdicts.set(channel, wrong.length === 0 ? null : wrong.join('; '));
  }
  return verdicts;
}

interface Fact { readonly channel: string; readonly number: string; readonly amount: bigint; readonly matched: number }
interface OpenCase { readonly channel: string; readonly reason: string; readonly number: string }
interface Ours {
  readonly facts: readonly Fact[];
  readonly cases: readonly OpenCase[];
  readonly unread: ReadonlyMap<string, string>;
  /** The days on file. */
  readonly days: ReadonlyMap<string, readonly string[]>;
}

async function readOurs(ward: Ward): Promise<Ours> {
  return withTx(ward.town, async (tx) => {
    const facts = await tx.$queryRaw<{ channel: string; number: string; amount: bigint; matched: bigint }[]>`
      SELECT f.channel, f.number, f.amount, (SELECT count(*) FROM recon_match m WHERE m.side_id = f.id AND m.undone_at IS NULL) AS matched FROM (
        SELECT id, channel, order_no AS number, amount_minor AS amount FROM payment_attempt WHERE status = 'succeeded'
        UNION ALL SELECT id, channel, refund_no, amount_minor FROM refund WHERE status = 'succeeded') f`;
    const cases = await tx.$queryRaw<OpenCase[]>`
      SELECT c.channel, c.reason, coalesce(l.merchant_no, a.order_no, r.refund_no, '') AS number FROM recon_case c
      LEFT JOIN statement_line l ON l.id = c.line_id LEFT JOIN payment_attempt a ON a.id = c.side_id LEFT JOIN refund r ON r.id = c.side_id
      WHERE c.status IN ('open', 'proposed', 'disputed', 'following', 'suspended')`;
    const tried = await tx.recon_fetch.findMany({ where: { day: new Date(`${ward.day}T00:00:00Z`) } });
    const files = await tx.$queryRaw<{ channel: string; days: string[] }[]>`
      SELECT f.channel, array_agg(DISTINCT d.day::text) AS days FROM statement_file f CROSS JOIN LATERAL unnest(f.days) AS d(day) WHERE f.status = 'matched' GROUP BY 1`;
    return {
      days: new Map(files.map((f) => [f.channel, f.days])), facts: facts.map((f) => ({ ...f, matched: Number(f.matched) })), cases, unread: new Map(tried.map((t) => [t.channel, t.state])),
    };
  });
}

/** Reasons a planted row may be given; where a reversal has no order of ours the reason says so in more than one way. */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  missing: ['missing-at-bank'], extra: ['missing-here'], amountDiffers: ['amount-differs'], duplicate: ['duplicate'], feeDiffers: ['fee-differs'],
  reversal: ['reversed', 'missing-here', 'refund-without-original'],
};

function wrongOf(ward: Ward, channel: ChannelCode, truths: readonly StatementTruth[], ours: Ours): string[] {
  const expected: { what: string; number: string; orderNo?: string }[] = truths.flatMap(({ planted }) => [
    ...planted.missing.map((number) => ({ what: 'missing', number })), ...planted.extra.map((number) => ({ what: 'extra', number })),
    ...planted.amountDiffers.map(({ orderNo: number }) => ({ what: 'amountDiffers', number })), ...planted.duplicate.map((number) => ({ what: 'duplicate', number })),
    ...planted.feeDiffers.map((number) => ({ what: 'feeDiffers', number })),
  ]);
  const known = new Set(ours.facts.filter((f) => f.channel === channel).map((f) => f.number));
  const rows = truths.flatMap((t) => t.rows);
  // Money that went back without our asking, and money we gave back that the bank says it did not.
  for (const row of rows) if (row.kind === 'refund' && row.refundNo !== null && row.refundNo.startsWith('RV')) expected.push({ what: 'reversal', number: row.refundNo, orderNo: row.orderNo });
  const shown = new Set(rows.map((r) => r.refundNo ?? r.orderNo).concat(truths.flatMap((t) => [...t.planted.missing, ...t.planted.respelled.map((n) => n.toUpperCase())])));
  if (ward.fault.name === 'refund-succeeded-then-returned') for (const number of known) if (!shown.has(number)) expected.push({ what: 'missing', number });
  const found = ours.cases.filter((c) => c.channel === channel);
  const wrong: string[] = [];
  for (const { what, number, orderNo } of expected) {
    // A bank without refund numbers names the order alone.
    const at = found.findIndex((c) => (c.number === number || (what === 'reversal' && (c.number === orderNo || !known.has(c.number)))) && REASONS[what]!.includes(c.reason));
    if (at < 0) wrong.push(`${what} ${number}: no such case`);
    else found.splice(at, 1);
  }
  for (const one of found) wrong.push(`a case nobody planted: ${one.reason} ${one.number}`);
  const open = new Set(expected.filter((e) => e.what === 'missing' || e.what === 'amountDiffers').map((e) => e.number));
  for (const fact of ours.facts.filter((f) => f.channel === channel)) {
    if (fact.matched !== (open.has(fact.number) ? 0 : 1)) wrong.push(`${fact.number}: matched ${fact.matched} times`);
  }
  if (known.size === 0) wrong.push('nothing was paid');
  const refused = ward.refused.get(channel);
  if (refused) wrong.push(`the file was refused in the end: ${refused}`);
  return wrong.length > 0 ? [...wrong, `the day's file: ${ours.unread.get(channel) ?? 'never asked for'}`] : wrong;
}
