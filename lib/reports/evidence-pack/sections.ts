/** What lies in an evidence pack, as data: one table each, its rows of the period by pages, its words in both languages. */
import { Prisma } from '@/lib/platform/prisma/client';

export interface Section {
  readonly file: string;
  readonly zh: string;
  readonly en: string;
  /** Column of the query → head of the table. `…_minor` is shown in major units of the row's `currency`. */
  readonly columns: readonly (readonly [name: string, zh: string, en: string])[];
  /** Rows behind `after` (text of the column `cursor`), in its order; `limit` of them. */
  readonly query: (p: Period, after: string | null, limit: number) => Prisma.Sql;
}
export interface Period {
  readonly institutionId: string;
  /** ISO moments, `to` exclusive. */
  readonly from: string;
  readonly to: string;
}

const within = (column: string, p: Period) => Prisma.sql`${Prisma.raw(column)} >= ${p.from}::timestamptz AND ${Prisma.raw(column)} < ${p.to}::timestamptz`;
/** Text ids sort as they are; numbers are compared as numbers. */
const behind = (column: string, after: string | null, kind: 'text' | 'bigint' = 'text') =>
  after === null ? Prisma.empty : Prisma.sql`AND ${Prisma.raw(column)} > ${after}::text::${Prisma.raw(kind)}`;

export const SECTIONS: readonly Section[] = [
  {
    file: 'bills.csv', zh: '账单', en: 'Bills',
    columns: [['number', '账单编号', 'Number'], ['title_zh', '名称', 'Title'], ['status', '状态', 'State'], ['total_minor', '金额', 'Total'], ['paid_minor', '已付', 'Paid'],
      ['refunded_minor', '已退', 'Refunded'], ['currency', '币种', 'Currency'], ['issue_date', '出账日', 'Issued'], ['due_date', '到期日', 'Due'], ['id', '内部编号', 'Id']],
    query: (p, after, limit) => Prisma.sql`SELECT b.*, b.id AS cursor FROM bill b WHERE ${within('b.created_at', p)} ${behind('b.id', after)} ORDER BY b.id LIMIT ${limit}`,
  },
  {
    file: 'payments.csv', zh: '支付', en: 'Payments',
    columns: [['number', '支付编号', 'Number'], ['status', '状态', 'State'], ['captured_minor', '实收', 'Received'], ['refunded_minor', '已退', 'Refunded'], ['currency', '币种', 'Currency'],
      ['channel', '渠道', 'Channel'], ['order_no', '订单号', 'Order no.'], ['channel_trade_no', '银行流水号', "Bank's no."], ['created_at', '发起时间', 'Started'], ['succeeded_at', '成功时间', 'Succeeded'], ['id', '内部编号', 'Id']],
    query: (p, after, limit) => Prisma.sql`SELECT y.*, y.id AS cursor, a.order_no, a.channel_trade_no FROM payment y
      LEFT JOIN payment_attempt a ON a.payment_id = y.id AND a.status = 'succeeded' WHERE ${within('y.created_at', p)} ${behind('y.id', after)} ORDER BY y.id LIMIT ${limit}`,
  },
  {
    file: 'refunds.csv', zh: '退款', en: 'Refunds',
    columns: [['number', '退款编号', 'Number'], ['payment_number', '原支付', 'Payment'], ['status', '状态', 'State'], ['amount_minor', '金额', 'Amount'], ['currency', '币种', 'Currency'],
      ['route', '方式', 'Way'], ['reason', '原因', 'Reason'], ['requested_by', '申请人', 'Asked by'], ['requested_at', '申请时间', 'Asked'], ['succeeded_at', '完成时间', 'Done'],
      ['channel_refund_no', '银行流水号', "Bank's no."], ['approval_id', '审批', 'Approval'], ['id', '内部编号', 'Id']],
    query: (p, after, limit) => Prisma.sql`SELECT r.*, r.id AS cursor, y.number AS payment_number FROM refund r JOIN payment y ON y.id = r.payment_id
      WHERE ${within('r.requested_at', p)} ${behind('r.id', after)} ORDER BY r.id LIMIT ${limit}`,
  },
  {
    file: 'approvals.csv', zh: '审批与签批', en: 'Approvals and signatures',
    columns: [['approval_id', '审批', 'Approval'], ['kind', '事项', 'Kind'], ['subject_id', '对象', 'Subject'], ['amount_minor', '金额', 'Amount'], ['currency', '币种', 'Currency'], ['requested_by', '申请人', 'Asked by'],
      ['approval_status', '结果', 'Outcome'], ['step', '第几签', 'Signature'], ['user_id', '签批人', 'Signed by'], ['on_behalf_of', '代', 'On behalf of'], ['decision', '意见', 'Decision'],
      ['reason', '理由', 'Reason'], ['at', '时间', 'At'], ['ip', '地址', 'Address'], ['device', '设备', 'Device'], ['operation_hash', '操作指纹', 'Fingerprint']],
    query: (p, after, limit) => Prisma.sql`SELECT a.id AS approval_id, a.kind, a.subject_id, a.amount_minor, a.currency, a.requested_by, a.status AS approval_status, a.operation_hash, o.step + 1 AS step,
        o.user_id, o.on_behalf_of, o.decision, o.reason, o.at, o.ip, o.device, o.id AS cursor
      FROM approval_opinion o JOIN approval a ON a.id = o.approval_id WHERE ${within('o.at', p)} ${behind('o.id', after)} ORDER BY o.id LIMIT ${limit}`,
  },
  {
    file: 'vouchers.csv', zh: '记账凭证', en: 'Journal vouchers',
    columns: [['entry_id', '凭证号', 'Voucher'], ['business_date', '记账日期', 'Date'], ['kind', '业务', 'Kind'], ['line_no', '行', 'Line'], ['account_code', '科目', 'Account'], ['name_zh', '科目名称', 'Account name'],
      ['amount_minor', '借正贷负', 'Debit +, credit −'], ['currency', '币种', 'Currency'], ['subject_id', '对象', 'Subject'], ['at', '时间', 'At']],
    query: (p, after, limit) => Prisma.sql`SELECT l.entry_id, e.business_date, e.kind, l.line_no, l.account_code, c.name_zh, l.amount_minor, l.currency, e.subject_id, e.at,
        (l.entry_id * 1000 + l.line_no)::text AS cursor FROM journal_entry e JOIN ledger_posting l ON l.entry_id = e.id
        JOIN ledger_account c ON c.institution_id = l.institution_id AND c.code = l.account_code
      WHERE ${within('e.at', p)} ${behind('l.entry_id * 1000 + l.line_no', after, 'bigint')} ORDER BY l.entry_id * 1000 + l.line_no LIMIT ${limit}`,
  },
  {
    file: 'statement-files.csv', zh: '对账单文件', en: 'Statement files',
    columns: [['file_name', '文件', 'File'], ['channel', '渠道', 'Channel'], ['format', '格式', 'Format'], ['row_count', '行数', 'Rows'], ['sha256', '文件指纹', 'SHA-256'], ['received_at', '收到时间', 'Received'], ['uploaded_by', '来源', 'By']],
    query: (p, after, limit) => Prisma.sql`SELECT f.*, f.id AS cursor FROM statement_file f WHERE ${within('f.received_at', p)} ${behind('f.id', after)} ORDER BY f.id LIMIT ${limit}`,
  },
  {
    file: 'statement-lines.csv', zh: '对账单明细', en: 'Statement lines',
    columns: [['day', '日期', 'Day'], ['type', '类型', 'Type'], ['direction', '方向', 'Direction'], ['amount_minor', '金额', 'Amount'], ['currency', '币种', 'Currency'], ['merchant_no', '商户订单号', 'Our no.'],
      ['channel_no', '银行流水号', "Bank's no."], ['id', '行号', 'Line']],
    query: (p, after, limit) => Prisma.sql`SELECT s.*, s.id::text AS cursor FROM statement_line s JOIN statement_file f ON f.seq = s.id >> 24
      WHERE ${within('f.received_at', p)} ${behind('s.id', after, 'bigint')} ORDER BY s.id LIMIT ${limit}`,
  },
  {
    file: 'matches.csv', zh: '勾对', en: 'Matches',
    columns: [['line_id', '对账单行', 'Statement line'], ['side_kind', '对象类型', 'Kind'], ['side_id', '对象', 'Subject'], ['rule', '规则', 'Rule'], ['rule_version', '规则版本', 'Version'], ['matched_by', '勾对人', 'By'],
      ['matched_at', '时间', 'At'], ['undone_at', '撤销时间', 'Undone']],
    query: (p, after, limit) => Prisma.sql`SELECT m.*, m.id::text AS cursor FROM recon_match m WHERE ${within('m.matched_at', p)} ${behind('m.id', after, 'bigint')} ORDER BY m.id LIMIT ${limit}`,
  },
];
