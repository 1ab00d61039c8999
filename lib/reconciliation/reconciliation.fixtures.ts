/** A day of WeChat Pay as a test wants it: what we booked, and the bank's file in its own format. */
import type { InstitutionId, UserId } from '@/lib/kernel/ids';
import { newId, seededRandom, type Clock } from '@/lib/kernel/ports';
import { instant, instantOf, toDate, type BusinessDate } from '@/lib/kernel/time';
import { entryOf, post } from '@/lib/ledger';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { must } from '@/lib/kernel/result';
import { importStatement } from './commands/import-statement';
import { listCases } from './case-queue';
import type { CaseRowView, ImportedView } from './model';

export const DAY = '2026-11-21' as BusinessDate;
const random = seededRandom(77);
export const clock: Clock = { now: () => instant(Date.UTC(2026, 10, 22, 3)) };
let made = 0;

export interface Desk {
  readonly institutionId: InstitutionId;
  readonly clerk: Ctx;
  readonly manager: Ctx;
}

export async function foundDesk(existing?: InstitutionId): Promise<Desk> {
  const ports = { clock, random };
  const institutionId = existing ?? newId('institution', ports);
  if (!existing) {
    await withPlatformTx((tx) => tx.institution.create({
      data: {
        id: institutionId, slug: institutionId.toLowerCase().replace('_', '-'), name_zh: '测试', name_en: 'Test', kind: 'school', time_zone: 'Asia/Shanghai', day_cut_off: '24:00',
        currency: 'CNY', environment: 'test', status: 'active', created_at: toDate(clock.now()),
      },
    }));
  }
  const as = (role: string) => makeCtx({ kind: 'user', userId: newId('user', ports) as UserId, roles: [role], sessionId: 'ses_test', name: role }, institutionId, ports);
  return { institutionId, clerk: as('accountant'), manager: as('finance-manager') };
}

export interface Paid {
  readonly attemptId: string;
  readonly orderNo: string;
  readonly minor: bigint;
  readonly time: string;
}

/** A payment that succeeded on the day, in payments and in the books. */
export async function paid(desk: Desk, minor: bigint, time = '10:00:00', day: BusinessDate = DAY): Promise<Paid> {
  const ports = { clock, random };
  const n = ++made;
  const [paymentId, attemptId] = [newId('payment', ports), newId('attempt', ports)];
  const orderNo = `BF${desk.institutionId.slice(-6)}${String(n).padStart(10, '0')}`;
  const at = toDate(instantOf(day, time, 'Asia/Shanghai'));
  const common = { institution_id: desk.institutionId, currency: 'CNY', created_at: at, amount_minor: minor, expires_at: at, updated_at: at };
  await withTx(desk.clerk, async (tx) => {
    await tx.payment.create({
      data: {
        ...common, id: paymentId, number: `P${n}`, payer_id: 'pyr_x', captured_minor: minor, status: 'succeeded', method: 'wechat', channel: 'wechat', subject: 'x',
        payer_ip: '', idempotency_key: paymentId, succeeded_at: at,
      },
    });
    await tx.payment_attempt.create({
      data: {
        ...common, id: attemptId, payment_id: paymentId, seq: 1, account_id: 'cha_x', channel: 'wechat', order_no: orderNo, status: 'succeeded',
        channel_trade_no: `T${orderNo}`, paid_at: at,
      },
    });
    await post(tx, desk.clerk, [entryOf({
      key: `payment:${paymentId}`, kind: 'payment-succeeded', at: clock.now(), subjectKind: 'payment', subjectId: paymentId, currency: 'CNY', amountMinor: minor, channel: 'wechat',
    })]);
  });
  return { attemptId, orderNo, minor, time };
}

export interface BankLine {
  readonly orderNo: string;
  readonly minor: bigint;
  readonly tradeNo?: string;
  readonly refundNo?: string;
  readonly time?: string;
  readonly day?: string;
  readonly feeMinor?: bigint;
}

const HEADER = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,'
  + '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const yuan = (minor: bigint): string => `${minor < 0n ? '-' : ''}${(minor < 0n ? -minor : minor) / 100n}.${((minor < 0n ? -minor : minor) % 100n).toString().padStart(2, '0')}`;

export function bankFile(lines: readonly BankLine[]): Uint8Array {
  const rows = lines.map((l) => {
    const [amount, back] = l.refundNo ? ['0.00', yuan(l.minor)] : [yuan(l.minor), '0.00'];
    return [
      `${l.day ?? DAY} ${l.time ?? '10:00:02'}`, 'wx1', '1900000109', '0', '', l.tradeNo ?? `T${l.orderNo}`, l.orderNo, 'oPayer', 'NATIVE', l.refundNo ? 'REFUND' : 'SUCCESS',
      'OTHERS', 'CNY', amount, '0.00', l.refundNo ? `5${l.refundNo}` : '0', l.refundNo ?? '0', back, '0.00', l.refundNo ? 'ORIGINAL' : '', l.refundNo ? 'SUCCESS' : '',
      '学费', '', `${yuan(l.feeMinor ?? 0n)}000`, '0.60%', amount, back, '',
    ].map((cell) => `\`${cell}`).join(',');
  });
  const sum = (of: (l: BankLine) => bigint) => yuan(lines.reduce((total, l) => total + of(l), 0n));
  const [credit, debit] = [sum((l) => (l.refundNo ? 0n : l.minor)), sum((l) => (l.refundNo ? l.minor : 0n))];
  const totals = [String(lines.length), credit, debit, '0.00', `${sum((l) => l.feeMinor ?? 0n)}000`, credit, debit].map((c) => `\`${c}`).join(',');
  return Buffer.from([HEADER, ...rows, '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额', totals, ''].join('\n'));
}

export const lineOf = (p: Paid, change: Partial<BankLine> = {}): BankLine => ({ orderNo: p.orderNo, minor: p.minor, time: p.time, ...change });

export const take = async (desk: Desk, lines: readonly BankLine[]): Promise<ImportedView> =>
  must(await importStatement(desk.clerk, { bytes: bankFile(lines), fileName: 'bill.csv' }));

export const casesOf = async (desk: Desk): Promise<readonly CaseRowView[]> => (await listCases(desk.clerk, {})).rows;

/** Account → balance. */
export const books = (desk: Desk): Promise<Record<string, bigint>> => withTx(desk.clerk, async (tx) => {
  const rows = await tx.$queryRaw<{ account_code: string; minor: bigint }[]>`SELECT account_code, sum(amount_minor)::bigint AS minor FROM ledger_posting GROUP BY 1`;
  return Object.fromEntries(rows.filter((r) => r.minor !== 0n).map((r) => [r.account_code, r.minor]));
});

export const runsOf = (desk: Desk) => withTx(desk.clerk, (tx) => tx.recon_run.findMany({ orderBy: { started_at: 'asc' } }));
