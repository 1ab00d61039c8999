/** Which cells there are: every misbehaviour × every channel × {create, callback, query, refund, statement}; a cell that is not run says why. */
import { CAPABILITIES, type ChannelCode } from '@/lib/channels/model';
import { WAY_FAULTS } from './place';
import type { BankTraits, CatalogueEntry } from './bank';

export const COLUMNS = ['create', 'callback', 'query', 'refund', 'statement'] as const;
export type Column = (typeof COLUMNS)[number];

export interface Cell {
  readonly fault: string;
  readonly channel: ChannelCode;
  readonly column: Column;
  /** Why it is not run. */
  readonly skip: string | null;
}

/** What of an order's life belongs to a column. */
const LIFE: Readonly<Record<Column, readonly string[]>> = {
  create: ['create', 'pay', 'close'],
  callback: ['callback', 'pay'],
  query: ['query', 'pay'],
  refund: ['refund', 'refund-query', 'callback'],
  statement: ['statement'],
};

/** A callback that misbehaves while queries are unclear as well: neither source can be leant upon. */
const MEETS: Readonly<Partial<Record<Column, string>>> = { query: 'callback' };

/** Misbehaviours that need a life of one shape. */
const ONLY_IN: Readonly<Record<string, { readonly column: Column; readonly why: string }>> = {
  'callback-out-of-order': { column: 'refund', why: 'needs a refund whose callback overtakes the payment’s' },
  'callback-before-response': { column: 'create', why: 'is about the answer to create' },
  'paid-at-last-second': { column: 'query', why: 'its callback is lost: the query tells the truth' },
  'paid-twice': { column: 'create', why: 'is about the order that is made after another one' },
  'pay-after-close': { column: 'create', why: 'is about an order that ended without money' },
};

const wayEntry = (name: string): CatalogueEntry => ({ name, strikes: ['create', 'query', 'refund'], params: {} });

/** What the bank can do wrong, and what the way to it can. */
export const allFaults = (catalogue: readonly CatalogueEntry[]): CatalogueEntry[] => [...catalogue, ...WAY_FAULTS.map(wayEntry)];

export function cellsOf(catalogue: readonly CatalogueEntry[], channels: readonly ChannelCode[], bank: BankTraits): Cell[] {
  return allFaults(catalogue).flatMap((fault) =>
    channels.flatMap((channel) => COLUMNS.map((column): Cell => ({ fault: fault.name, channel, column, skip: skipOf(fault, channel, column, bank) }))),
  );
}

/** Whether a fault of another column is met in this one, where what the column is about is unclear besides. */
export const isMet = (fault: CatalogueEntry, column: Column): boolean =>
  !fault.strikes.some((operation) => LIFE[column].includes(operation)) && !isOfCalls(fault) && fault.strikes.some((operation) => operation === MEETS[column]);

function skipOf(fault: CatalogueEntry, channel: ChannelCode, column: Column, bank: BankTraits): string | null {
  if (!bank.channels.includes(channel)) return 'no bank on the other side: this channel is kept by Bafang itself';
  if (fault.channels && !fault.channels.includes(channel)) return 'not possible here: the wire of this channel has no such thing';
  const callbacks = bank.refundCallbacks[channel];
  if (ONLY_STATEMENT.has(fault.name)) return column === 'statement' ? null : 'no call and no callback tells it, only the day’s statement: run there';
  if (fault.name === 'refund-succeeded-then-returned' && !callbacks?.failed) return column === 'statement' ? null : 'this bank tells a return only in the day’s statement: run there';
  const only = ONLY_IN[fault.name];
  if (only && only.column !== column) return `run in the column ${only.column}: ${only.why}`;
  if (!isMet(fault, column) && !fault.strikes.some((operation) => LIFE[column].includes(operation))) return notOf(fault, column);
  return notHere(fault, channel, column, bank);
}

function notHere(fault: CatalogueEntry, channel: ChannelCode, column: Column, bank: BankTraits): string | null {
  const { close, createCallsBank } = CAPABILITIES[channel];
  if (fault.name === 'paid-twice' && close === 'expires-only') return 'the channel cannot close an order, so no second one is opened beside it (decision 024)';
  if (column === 'refund' && !bank.refundCallbacks[channel]?.done && strikesOnlyCallbacks(fault)) return 'this bank tells no end of a refund by callback';
  if (isWay(fault.name) && column === 'create' && !createCallsBank) return 'making an order calls nobody: the payer’s browser carries it to the bank';
  return null;
}

/** Why a misbehaviour has nothing to do with a column, in words. */
function notOf(fault: CatalogueEntry, column: Column): string {
  const of = (operation: string): boolean => fault.strikes.includes(operation);
  if (column === 'callback' && isOfCalls(fault)) return 'a misbehaviour of the bank as server: where the bank is the caller its like are callback-endpoint-…, callback-late and callback-lost';
  if (column === 'statement') return isWay(fault.name) ? 'the file comes over the same net as the answer to a query: run there' : 'is about one order: the day’s file is made from the bank’s books, whatever was said before';
  if (fault.strikes.every((o) => o === 'statement')) return 'is about the day’s file';
  if (fault.strikes.every((o) => o === 'refund' || o === 'refund-query')) return 'is about money given back: before the refund there is none';
  if (column === 'refund') return 'is about a payment: it is over before money can be given back';
  if (column === 'create') return 'is about an order that stands: one whose answer was lost is shown to nobody';
  if (of('create')) return 'is about making the order: it is over once the order stands';
  if (isWay(fault.name)) return 'our way to the bank: a callback comes the other way';
  return `is about the answer to a ${fault.strikes.join(' and a ')}: a ${column} is none`;
}

/** The network's misbehaviours strike whatever a merchant calls. */
const isOfCalls = (fault: CatalogueEntry): boolean => fault.strikes.includes('create') && fault.strikes.includes('statement');
const ONLY_STATEMENT = new Set(['reversed-later']);
const strikesOnlyCallbacks = (fault: CatalogueEntry): boolean => fault.strikes.every((operation) => operation === 'callback');
const isWay = (name: string): boolean => (WAY_FAULTS as readonly string[]).includes(name);

/** What keeps the whole world waiting for a day. */
const LONG = new Set(['unknown-past-day']);
/** Each fault of a day's file has an institution of its own: in a part of the matrix three are enough. */
const FILES = new Set(['statement-missing-row', 'statement-duplicate-row', 'statement-refund-next-day']);

/** A few cells of each channel and column, the same ones every time, so that every misbehaviour is met on some channel. */
export function reducedCells(cells: readonly Cell[], perColumn: number): Cell[] {
  const run = cells.filter((c) => c.skip === null && !LONG.has(c.fault) && (c.column !== 'statement' || FILES.has(c.fault)));
  return [...Map.groupBy(run, (c) => `${c.channel} ${c.column}`).values()].flatMap((group, at) =>
    Array.from({ length: Math.min(perColumn, group.length) }, (_, i) => group[(at * perColumn * 3 + i * 5) % group.length]!),
  ).filter((cell, at, all) => all.indexOf(cell) === at);
}
