/**
 * Everything the bank knows is in one SQLite file: it survives kill -9 (WAL: a committed transaction is in the operating system's hands)
 * and costs no disk wait per order (synchronous = NORMAL syncs at checkpoints only).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS merchants (
  id INTEGER PRIMARY KEY, channel TEXT NOT NULL, merchantNo TEXT NOT NULL, merchantName TEXT NOT NULL, notifyUrl TEXT NOT NULL,
  lookupKey TEXT NOT NULL, config TEXT NOT NULL, secrets TEXT NOT NULL, keeps TEXT NOT NULL,
  UNIQUE (channel, merchantNo), UNIQUE (channel, merchantName)) STRICT;
CREATE TABLE IF NOT EXISTS orders (
  id INTEGER PRIMARY KEY, channel TEXT NOT NULL, merchantNo TEXT NOT NULL, orderNo TEXT NOT NULL, txnTime TEXT NOT NULL,
  token TEXT NOT NULL UNIQUE, tradeNo TEXT NOT NULL, amount TEXT NOT NULL, subject TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending','paid','closed','failed')), createdAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL,
  paidAt INTEGER, closedAt INTEGER, failCode TEXT, unclearUntil INTEGER, notifyUrl TEXT NOT NULL, returnUrl TEXT NOT NULL,
  request TEXT NOT NULL, UNIQUE (channel, merchantNo, orderNo, txnTime)) STRICT;
CREATE INDEX IF NOT EXISTS orders_by_day ON orders (channel, merchantNo, paidAt);
CREATE INDEX IF NOT EXISTS orders_by_number ON orders (orderNo);
CREATE INDEX IF NOT EXISTS orders_by_trade ON orders (tradeNo);
CREATE TABLE IF NOT EXISTS refunds (
  id INTEGER PRIMARY KEY, orderId INTEGER NOT NULL REFERENCES orders (id), channel TEXT NOT NULL, merchantNo TEXT NOT NULL,
  refundNo TEXT NOT NULL, txnTime TEXT NOT NULL, tradeNo TEXT NOT NULL, amount TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('processing','succeeded','failed')), createdAt INTEGER NOT NULL, finishedAt INTEGER,
  doomed INTEGER NOT NULL, notifyUrl TEXT NOT NULL, request TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS refunds_by_order ON refunds (orderId);
CREATE INDEX IF NOT EXISTS refunds_by_number ON refunds (channel, merchantNo, refundNo);
CREATE INDEX IF NOT EXISTS refunds_by_day ON refunds (channel, merchantNo, createdAt);
CREATE TABLE IF NOT EXISTS einvoices (
  id INTEGER PRIMARY KEY, serial TEXT NOT NULL UNIQUE, corrects TEXT, content TEXT NOT NULL, minor TEXT NOT NULL, reason TEXT,
  readyAt INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS deliveries (
  id INTEGER PRIMARY KEY, channel TEXT NOT NULL, merchantNo TEXT NOT NULL, orderNo TEXT NOT NULL, refundNo TEXT, kind TEXT NOT NULL,
  variant TEXT NOT NULL, url TEXT NOT NULL, content TEXT NOT NULL, copies INTEGER NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL,
  nextAt INTEGER, createdAt INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (nextAt) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS deliveries_by_order ON deliveries (orderNo);
CREATE TABLE IF NOT EXISTS attempts (
  deliveryId INTEGER NOT NULL, tryNo INTEGER NOT NULL, copyNo INTEGER NOT NULL, at INTEGER NOT NULL, status INTEGER, answer TEXT NOT NULL,
  acknowledged INTEGER NOT NULL, durationMs INTEGER NOT NULL, PRIMARY KEY (deliveryId, tryNo, copyNo)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS chores (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, subjectId INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS chores_due ON chores (at);
CREATE TABLE IF NOT EXISTS rules (
  id INTEGER PRIMARY KEY, fault TEXT NOT NULL, channel TEXT, merchantNo TEXT, orderNo TEXT, operation TEXT, probability REAL NOT NULL,
  params TEXT NOT NULL, enabled INTEGER NOT NULL, createdAt INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS strikes (
  ruleId INTEGER NOT NULL, subject TEXT NOT NULL, seen INTEGER NOT NULL, PRIMARY KEY (ruleId, subject)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS plans (
  channel TEXT NOT NULL, merchantNo TEXT NOT NULL, date TEXT NOT NULL, plan TEXT NOT NULL, PRIMARY KEY (channel, merchantNo, date)) STRICT;
`;

export interface Database {
  /** One row or undefined. The caller names the row's shape: this file's schema is its proof. */
  one<T>(sql: string, ...values: readonly SQLInputValue[]): T | undefined;
  all<T>(sql: string, ...values: readonly SQLInputValue[]): T[];
  /** Runs a write and answers the new row's id. */
  run(sql: string, ...values: readonly SQLInputValue[]): number;
  /** How many rows a write changed. */
  change(sql: string, ...values: readonly SQLInputValue[]): number;
  transaction<T>(work: () => T): T;
  close(): void;
}

export function openDatabase(dataDir: string): Database {
  mkdirSync(dataDir, { recursive: true });
  const db = new DatabaseSync(join(dataDir, 'sandbox.sqlite'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON;');
  db.exec(SCHEMA);
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    let found = prepared.get(sql);
    if (!found) {
      found = db.prepare(sql);
      prepared.set(sql, found);
    }
    return found;
  };
  let depth = 0;
  return {
    one: <T>(sql: string, ...values: readonly SQLInputValue[]) => statement(sql).get(...values) as T | undefined,
    all: <T>(sql: string, ...values: readonly SQLInputValue[]) => statement(sql).all(...values) as T[],
    run: (sql, ...values) => Number(statement(sql).run(...values).lastInsertRowid),
    change: (sql, ...values) => Number(statement(sql).run(...values).changes),
    transaction: (work) => {
      if (depth > 0) return work();
      db.exec('BEGIN IMMEDIATE');
      depth++;
      try {
        const value = work();
        db.exec('COMMIT');
        return value;
      } catch (failure) {
        db.exec('ROLLBACK');
        throw failure;
      } finally {
        depth--;
      }
    },
    close: () => db.close(),
  };
}
