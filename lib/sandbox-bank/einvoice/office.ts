/**
 * The sandbox's tax office: `/einvoice/v1/invoices`. Takes signed orders for electronic invoices, thinks about each for a moment, numbers it, and
 * refuses what a real one would: a company without a tax number, a red letter for more than is left of its invoice, a buyer it does not know (any
 * title with 拒). One serial is one invoice, however often it is sent.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parseDecimal, isCurrency } from '@/lib/kernel/money';
import type { Bank } from '../bank/bank';
import { answer, json, type Incoming, type Reply } from '../bank/http';
import { invoicePdf } from './document';

const SECRET = 'sandbox-tax-office';
const THINKS_MS = 400;
/** Twenty digits, as the fully digital invoice has: the year, a made-up region, a running number. */
const numberOf = (id: number): string => `26990000${String(id).padStart(12, '0')}`;
const CODE = 'SANDBOX';

const orderSchema = z.object({
  serial: z.string().min(8).max(60), kind: z.enum(['blue', 'red']), corrects: z.string().max(30).nullable(),
  seller: z.object({ name: z.string().min(1).max(200), code: z.string().max(100) }),
  buyer: z.object({ title: z.string().min(1).max(100), taxNo: z.string().max(20) }),
  amount: z.string().max(30), currency: z.string().max(3), subject: z.string().max(200),
});
export type InvoiceOrder = z.output<typeof orderSchema>;

interface Row {
  readonly id: number;
  readonly serial: string;
  readonly content: string;
  readonly minor: string;
  readonly reason: string | null;
  readonly readyAt: number;
}

export function taxOffice(bank: Bank, request: Incoming, path: string): Reply {
  const [, , , , serial = '', part = ''] = path.split('/');
  const text = request.method === 'POST' ? request.body.toString('utf8') : serial;
  if (!path.startsWith('/einvoice/v1/invoices') || !isSigned(request.headers['x-signature'] ?? '', text)) return json(401, { code: 'signature' });
  if (request.method === 'POST') return take(bank, text);
  const row = bank.db.one<Row>('SELECT * FROM einvoices WHERE serial = ?', serial);
  if (!row) return json(404, { code: 'unknown-serial' });
  if (part !== 'document') return said(bank, row);
  if (row.reason !== null || row.readyAt > bank.clock.now()) return json(409, { code: 'not-issued' });
  const order = orderSchema.parse(JSON.parse(row.content));
  return answer(200, invoicePdf(order, `${CODE} ${numberOf(row.id)}`), { 'content-type': 'application/pdf' });
}

function isSigned(signature: string, text: string): boolean {
  const right = createHmac('sha256', SECRET).update(text).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === right.length && timingSafeEqual(given, right);
}

function take(bank: Bank, text: string): Reply {
  const parsed = orderSchema.safeParse(jsonOf(text));
  if (!parsed.success) return json(400, { code: 'order' });
  const order = parsed.data;
  const minor = isCurrency(order.currency) ? parseDecimal(order.amount, order.currency) : null;
  if (!minor?.ok) return json(400, { code: 'amount' });
  return bank.db.transaction(() => {
    const before = bank.db.one<Row>('SELECT * FROM einvoices WHERE serial = ?', order.serial);
    if (before) return said(bank, before);
    const reason = reasonAgainst(bank, order, minor.value.minor);
    bank.db.run('INSERT INTO einvoices (serial, corrects, content, minor, reason, readyAt) VALUES (?, ?, ?, ?, ?, ?)',
      order.serial, order.corrects, JSON.stringify(order), minor.value.minor.toString(), reason, bank.clock.now() + Math.ceil(bank.clock.scaled(THINKS_MS)));
    return said(bank, bank.db.one<Row>('SELECT * FROM einvoices WHERE serial = ?', order.serial)!);
  });
}

function reasonAgainst(bank: Bank, { kind, corrects, buyer }: InvoiceOrder, minor: bigint): string | null {
  if (buyer.title.includes('拒')) return '购方名称与登记不符';
  if (buyer.taxNo !== '' && !/^[0-9A-Z]{15,20}$/.test(buyer.taxNo)) return '购方税号有误';
  if (kind === 'blue') return null;
  const blue = bank.db.all<Row>('SELECT * FROM einvoices WHERE reason IS NULL AND corrects IS NULL').find((row) => numberOf(row.id) === corrects);
  if (!blue) return '原票不存在';
  const reds = bank.db.all<Row>('SELECT * FROM einvoices WHERE reason IS NULL AND corrects = ?', corrects);
  const left = BigInt(blue.minor) - reds.reduce((sum, red) => sum + BigInt(red.minor), 0n);
  return minor > left ? '红冲金额超过原票余额' : null;
}

function said(bank: Bank, row: Row): Reply {
  if (row.readyAt > bank.clock.now()) return json(200, { state: 'processing' });
  return json(200, row.reason === null ? { state: 'issued', code: CODE, number: numberOf(row.id), issuedAt: row.readyAt } : { state: 'declined', reason: row.reason });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
