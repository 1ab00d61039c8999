/** The planted truth of the reconciliation bench: what we booked, what the bank's file says, and which cases must come of it. */
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type pg from 'pg';

/** One for each round: row security keeps the rounds apart. */
export const institutionOf = (round: number): string => `ins_00000000000000000000BN${String(round).padStart(4, '0')}`;

/** Payments `from` to `to`, of one institution. */
export interface Span {
  readonly round: number;
  readonly from: number;
  readonly to: number;
}
export const spanOf = (round: number, rows: number): Span => ({ round, from: round * rows + 1, to: (round + 1) * rows });
export const DAY = '2026-11-21';

/** One in a thousand of each kind; everything else agrees. */
export const PLANTED = { 'amount-differs': 1, 'missing-at-bank': 2, 'missing-here': 3, duplicate: 4 } as const;
const REFUNDED = 10;
const kindOf = (i: number): number => i % 1000;

const number = (i: number): string => `BF20261121${String(i).padStart(12, '0')}`;
const tradeNo = (i: number): string => `42000026${String(i).padStart(20, '0')}`;
const amountFen = (i: number): number => 1_000 + ((i * 7_919) % 500_000);
const fen = (minor: number): string => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
const clock = (i: number, { from, to }: Span): string => {
  const second = 600 + Math.floor(((i - from) / (to - from + 1)) * 82_800);
  return `${DAY} ${new Date(second * 1000).toISOString().slice(11, 19)}`;
};

/** Payments, attempts and refunds of one day, written as sets by the superuser: the bench measures reconciliation, not payments. */
export async function loadBooks(admin: pg.Client, span: Span): Promise<void> {
  const institution = institutionOf(span.round);
  await admin.query(`INSERT INTO institution (id, slug, name_zh, name_en, kind, time_zone, day_cut_off, currency, environment, status, created_at)
    VALUES ($1, $2, '测速', 'Bench', 'school', 'Asia/Shanghai', '24:00', 'CNY', 'sandbox', 'active', now())`, [institution, `bench-${span.round}`]);
  const facts = `generate_series(${span.from}, ${span.to}) AS i WHERE i % 1000 <> ${PLANTED['missing-here']}`;
  const amount = '(1000 + (i::bigint * 7919) % 500000)';
  const paidAt = `(timestamp '${DAY} 00:10' + floor((i - ${span.from})::numeric / ${span.to - span.from + 1} * 82800) * interval '1 second') AT TIME ZONE 'Asia/Shanghai'`;
  const padded = "lpad(i::text, 26, '0')";
  await admin.query(`INSERT INTO payment (id, institution_id, number, payer_id, currency, amount_minor, captured_minor, status, method, channel, subject, payer_ip,
      idempotency_key, created_at, expires_at, succeeded_at, updated_at)
    SELECT 'pay_' || ${padded}, '${institution}', 'P' || i, 'pyr_0', 'CNY', ${amount}, ${amount}, 'succeeded', 'wechat', 'wechat', '学费', '', 'k' || i,
      ${paidAt}, ${paidAt}, ${paidAt}, ${paidAt} FROM ${facts}`);
  await admin.query(`INSERT INTO payment_attempt (id, institution_id, payment_id, seq, account_id, channel, order_no, amount_minor, currency, status,
      channel_trade_no, created_at, expires_at, paid_at, updated_at)
    SELECT 'att_' || ${padded}, '${institution}', 'pay_' || ${padded}, 1, 'cha_0', 'wechat', 'BF20261121' || lpad(i::text, 12, '0'), ${amount}, 'CNY', 'succeeded',
      '42000026' || lpad(i::text, 20, '0'), ${paidAt}, ${paidAt}, ${paidAt}, ${paidAt} FROM ${facts}`);
  // A refund begins as a wish and is stepped along by people; the bench only needs it done.
  await admin.query("SET session_replication_role = 'replica'");
  await admin.query(`INSERT INTO refund (id, institution_id, number, payment_id, attempt_id, channel, refund_no, amount_minor, currency, status, reason,
      requested_kind, requested_by, requested_at, succeeded_at, idempotency_key, updated_at)
    SELECT 'rfd_' || ${padded}, '${institution}', 'R' || i, 'pay_' || ${padded}, 'att_' || ${padded}, 'wechat', 'RF20261121' || lpad(i::text, 12, '0'), 100,
      'CNY', 'succeeded', '', 'staff', 'usr_0', ${paidAt}, ${paidAt}, 'k' || i, ${paidAt} FROM ${facts} AND i % 1000 = ${REFUNDED}`);
  await admin.query('RESET session_replication_role');
}

/** As they would stand after a night: statistics and visibility known. */
export async function settleDown(admin: pg.Client): Promise<void> {
  for (const table of ['payment', 'payment_attempt', 'refund']) await admin.query(`VACUUM (ANALYZE) ${table}`);
}

/** What was written before is on the disk: gigabytes that are still on their way are nobody's work of the moment. Before every measured part alike. */
export async function restDisk(admin: pg.Client): Promise<void> {
  await admin.query('CHECKPOINT');
  await promisify(execFile)('sync');
}

const HEADER = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,'
  + '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\n';

export interface Files { readonly lines: number; readonly bytes: number }

/** The bank's file in WeChat's own format, and beside it the same columns as plain text for the raw baseline. */
export async function writeFiles(statementPath: string, rawPath: string, span: Span): Promise<Files> {
  const statement = createWriteStream(statementPath);
  const raw = createWriteStream(rawPath);
  let [lines, bytes, paid, refunded, fees] = [0, 0, 0, 0, 0];
  let [text, columns] = [HEADER, ''];
  const line = (i: number, minor: number, refund: boolean, orderNo: string) => {
    const fee = Math.round(minor * 0.006);
    const at = clock(i, span);
    lines++;
    fees += refund ? -fee : fee;
    if (refund) refunded += minor;
    else paid += minor;
    const [amount, back] = refund ? ['0.00', fen(minor)] : [fen(minor), '0.00'];
    const feeText = `${refund ? '-' : ''}${fen(fee)}000`;
    const refundNo = refund ? orderNo.replace('BF', 'RF') : '0';
    text += `\`${at},\`wx8888888888888888,\`1900000109,\`0,\`,\`${tradeNo(i)},\`${orderNo},\`oUpF8uMuAJO_M2pxb1Q9zNjWeS6o,\`NATIVE,\`${refund ? 'REFUND' : 'SUCCESS'},`
      + `\`OTHERS,\`CNY,\`${amount},\`0.00,\`${refund ? `50300006${String(i).padStart(20, '0')}` : '0'},\`${refundNo},\`${back},\`0.00,\`${refund ? 'ORIGINAL' : ''},`
      + `\`${refund ? 'SUCCESS' : ''},\`学费 十一月,\`,\`${feeText},\`0.60%,\`${amount},\`${back},\`\n`;
    columns += `${lines}\t${refund ? 'refund\tdebit' : 'payment\tcredit'}\tt\t${minor}\t${refund ? -fee : fee}\t${refund ? fee - minor : minor - fee}\tCNY\t`
      + `${refund ? refundNo : orderNo}\t${refund ? orderNo : '\\N'}\t${tradeNo(i)}\tSUCCESS\t${at}\t${DAY}\toUpF8uMuAJO_M2pxb1Q9zNjWeS6o\t学费 十一月\n`;
  };
  for (let i = span.from; i <= span.to; i++) {
    const kind = kindOf(i);
    if (kind !== PLANTED['missing-at-bank']) line(i, amountFen(i) + (kind === PLANTED['amount-differs'] ? 500 : 0), false, number(i));
    if (kind === PLANTED.duplicate) line(i, amountFen(i), false, number(i));
    if (kind === REFUNDED) line(i, 100, true, number(i));
    if (text.length > 1 << 20 || i === span.to) {
      bytes += Buffer.byteLength(text);
      if (!statement.write(text)) await once(statement, 'drain');
      if (!raw.write(columns)) await once(raw, 'drain');
      [text, columns] = ['', ''];
    }
  }
  const totals = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\n'
    + `\`${lines},\`${fen(paid)},\`${fen(refunded)},\`0.00,\`${fees < 0 ? '-' : ''}${fen(Math.abs(fees))}000,\`${fen(paid)},\`${fen(refunded)}\n`;
  statement.end(totals);
  raw.end();
  await Promise.all([once(statement, 'close'), once(raw, 'close')]);
  return { lines, bytes: bytes + Buffer.byteLength(totals) };
}

export interface Score { readonly precision: number; readonly recall: number; readonly falseAutoMatches: number; readonly matched: number; readonly cases: number }

/** Compares what was stored with what was planted, case by case and pair by pair, as somebody who sees everything. */
export async function score(admin: pg.Client, rows: number): Promise<Score> {
  const { rows: [cases] } = await admin.query<{ found: string; right: string }>(`
    WITH found AS (
      SELECT c.reason, coalesce(substr(l.merchant_no, 11), substr(a.order_no, 11))::bigint AS i FROM recon_case c
      LEFT JOIN statement_line l ON l.id = c.line_id LEFT JOIN payment_attempt a ON a.id = c.side_id
    ) SELECT count(*) AS found, count(DISTINCT i) FILTER (WHERE i % 1000 = CASE reason WHEN 'amount-differs' THEN 1 WHEN 'missing-at-bank' THEN 2
        WHEN 'missing-here' THEN 3 WHEN 'duplicate' THEN 4 ELSE -1 END) AS right FROM found`);
  const { rows: [pairs] } = await admin.query<{ matched: string; wrong: string }>(`
    SELECT count(*) AS matched, count(*) FILTER (WHERE l.amount_minor <> coalesce(a.amount_minor, r.amount_minor)
      OR l.merchant_no <> coalesce(a.order_no, r.refund_no) OR (l.type = 'payment' AND substr(l.merchant_no, 11)::bigint % 1000 IN (1, 2, 3))) AS wrong
    FROM recon_match m LEFT JOIN statement_line l ON l.id = m.line_id LEFT JOIN payment_attempt a ON a.id = m.side_id LEFT JOIN refund r ON r.id = m.side_id`);
  const planted = Object.values(PLANTED).reduce((sum, kind) => sum + Math.floor((rows - kind) / 1000) + (rows >= kind ? 1 : 0), 0);
  const [found, right] = [Number(cases!.found), Number(cases!.right)];
  return {
    precision: found === 0 ? 1 : right / found, recall: planted === 0 ? 1 : right / planted, falseAutoMatches: Number(pairs!.wrong), matched: Number(pairs!.matched), cases: found,
  };
}
