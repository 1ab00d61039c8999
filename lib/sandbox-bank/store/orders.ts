/** Orders and refunds as rows. Nothing here decides; see bank/ledger.ts for what may happen to them. */
import type { Channel, Order, Refund } from '../bank/types';
import type { Database } from './database';

export type NewOrder = Omit<Order, 'id' | 'status' | 'paidAt' | 'closedAt' | 'failCode' | 'unclearUntil'>;
export type NewRefund = Omit<Refund, 'id'>;

const LATEST = 'ORDER BY id DESC LIMIT 1';

export interface OrderFilter {
  readonly channel?: Channel | undefined;
  readonly merchantNo?: string | undefined;
  readonly orderNo?: string | undefined;
  readonly status?: string | undefined;
  /** Orders older than this id: the cursor of the previous page. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface OrderStore {
  insert(order: NewOrder): Order;
  byNumber(channel: Channel, merchantNo: string | null, orderNo: string, txnTime?: string): Order | undefined;
  byTrade(channel: Channel, merchantNo: string, tradeNo: string): Order | undefined;
  byToken(token: string): Order | undefined;
  byId(id: number): Order | undefined;
  list(filter: OrderFilter): Order[];
  update(id: number, change: Partial<Pick<Order, 'status' | 'amount' | 'paidAt' | 'closedAt' | 'failCode' | 'unclearUntil'>>): Order;
  /** Payments of a day, oldest first: `from` inclusive, `to` exclusive. */
  paidBetween(channel: Channel, merchantNo: string, from: number, to: number): Order[];
  insertRefund(refund: NewRefund): Refund;
  refundById(id: number): Refund | undefined;
  refundByNumber(channel: Channel, merchantNo: string | null, refundNo: string, txnTime?: string): Refund | undefined;
  refundsOf(orderId: number): Refund[];
  finishRefund(id: number, status: 'succeeded' | 'failed', at: number): Refund;
  refundsBetween(channel: Channel, merchantNo: string, from: number, to: number): Refund[];
}

function filterSql(filter: OrderFilter): { where: string; values: (string | number)[] } {
  const parts: string[] = [];
  const values: (string | number)[] = [];
  const add = (sql: string, value: string | number | undefined) => {
    if (value === undefined) return;
    parts.push(sql);
    values.push(value);
  };
  add('channel = ?', filter.channel);
  add('merchantNo = ?', filter.merchantNo);
  add('orderNo = ?', filter.orderNo);
  add('status = ?', filter.status);
  add('id < ?', filter.before);
  return { where: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '', values };
}

export function orderStore(db: Database): OrderStore {
  const store: OrderStore = {
    insert: (o) => insertOrder(db, o),
    byNumber(channel, merchantNo, orderNo, txnTime) {
      if (merchantNo === null) return db.one<Order>(`SELECT * FROM orders WHERE channel = ? AND orderNo = ? ${LATEST}`, channel, orderNo);
      if (txnTime === undefined) {
        return db.one<Order>(
          `SELECT * FROM orders WHERE channel = ? AND merchantNo = ? AND orderNo = ? ${LATEST}`,
          channel,
          merchantNo,
          orderNo,
        );
      }
      return db.one<Order>(
        'SELECT * FROM orders WHERE channel = ? AND merchantNo = ? AND orderNo = ? AND txnTime = ?',
        channel,
        merchantNo,
        orderNo,
        txnTime,
      );
    },
    byTrade: (channel, merchantNo, tradeNo) =>
      db.one<Order>(`SELECT * FROM orders WHERE tradeNo = ? AND channel = ? AND merchantNo = ? ${LATEST}`, tradeNo, channel, merchantNo),
    byToken: (token) => db.one<Order>('SELECT * FROM orders WHERE token = ?', token),
    byId: (id) => db.one<Order>('SELECT * FROM orders WHERE id = ?', id),
    list(filter) {
      const { where, values } = filterSql(filter);
      return db.all<Order>(`SELECT * FROM orders ${where} ORDER BY id DESC LIMIT ?`, ...values, filter.limit);
    },
    update(id, change) {
      const current = store.byId(id)!;
      const next = { ...current, ...change };
      db.run(
        'UPDATE orders SET status = ?, amount = ?, paidAt = ?, closedAt = ?, failCode = ?, unclearUntil = ? WHERE id = ?',
        next.status,
        next.amount,
        next.paidAt,
        next.closedAt,
        next.failCode,
        next.unclearUntil,
        id,
      );
      return next;
    },
    paidBetween: (channel, merchantNo, from, to) =>
      db.all<Order>(
        'SELECT * FROM orders WHERE channel = ? AND merchantNo = ? AND paidAt >= ? AND paidAt < ? ORDER BY paidAt, id',
        channel,
        merchantNo,
        from,
        to,
      ),
    ...refundRows(db),
  };
  return store;
}

function insertOrder(db: Database, o: Parameters<OrderStore['insert']>[0]): Order {
  const id = db.run(
    `INSERT INTO orders (channel, merchantNo, orderNo, txnTime, token, tradeNo, amount, subject, status, createdAt, expiresAt,
     notifyUrl, returnUrl, request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?)`,
    o.channel,
    o.merchantNo,
    o.orderNo,
    o.txnTime,
    o.token,
    o.tradeNo,
    o.amount,
    o.subject,
    o.createdAt,
    o.expiresAt,
    o.notifyUrl,
    o.returnUrl,
    o.request,
  );
  return { ...o, id, status: 'pending', paidAt: null, closedAt: null, failCode: null, unclearUntil: null };
}

type RefundRows = Pick<OrderStore, 'insertRefund' | 'refundById' | 'refundByNumber' | 'refundsOf' | 'finishRefund' | 'refundsBetween'>;

function refundRows(db: Database): RefundRows {
  const rows: RefundRows = {
    insertRefund(r) {
      const id = db.run(
        `INSERT INTO refunds (orderId, channel, merchantNo, refundNo, txnTime, tradeNo, amount, status, createdAt, finishedAt, doomed,
         notifyUrl, request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        r.orderId,
        r.channel,
        r.merchantNo,
        r.refundNo,
        r.txnTime,
        r.tradeNo,
        r.amount,
        r.status,
        r.createdAt,
        r.finishedAt,
        r.doomed,
        r.notifyUrl,
        r.request,
      );
      return { ...r, id };
    },
    refundById: (id) => db.one<Refund>('SELECT * FROM refunds WHERE id = ?', id),
    refundByNumber(channel, merchantNo, refundNo, txnTime) {
      if (merchantNo === null)
        return db.one<Refund>(`SELECT * FROM refunds WHERE channel = ? AND refundNo = ? ${LATEST}`, channel, refundNo);
      const found = db.all<Refund>(
        'SELECT * FROM refunds WHERE channel = ? AND merchantNo = ? AND refundNo = ? ORDER BY id DESC LIMIT 50',
        channel,
        merchantNo,
        refundNo,
      );
      return txnTime === undefined ? found[0] : found.find((r) => r.txnTime === txnTime);
    },
    refundsOf: (orderId) => db.all<Refund>('SELECT * FROM refunds WHERE orderId = ? ORDER BY id', orderId),
    finishRefund(id, status, at) {
      db.run('UPDATE refunds SET status = ?, finishedAt = ? WHERE id = ?', status, at, id);
      return rows.refundById(id)!;
    },
    refundsBetween: (channel, merchantNo, from, to) =>
      db.all<Refund>(
        'SELECT * FROM refunds WHERE channel = ? AND merchantNo = ? AND createdAt >= ? AND createdAt < ? ORDER BY createdAt, id',
        channel,
        merchantNo,
        from,
        to,
      ),
  };
  return rows;
}
