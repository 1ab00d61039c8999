/** Which cells there are: every misbehaviour × every channel × {create, callback, query, refund}; a cell that is not run says why. */
import { CAPABILITIES, type ChannelCode } from '@/lib/channels/model';
import { WAY_FAULTS } from './place';
import type { BankTraits, CatalogueEntry } from './bank';

export const COLUMNS = ['create', 'callback', 'query', 'refund'] as const;
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
  callback: ['callback'],
  query: ['query', 'pay'],
  refund: ['refund', 'refund-query', 'callback'],
};

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

function skipOf(fault: CatalogueEntry, channel: ChannelCode, column: Column, bank: BankTraits): string | null {
  const capabilities = CAPABILITIES[channel];
  if (!bank.channels.includes(channel)) return 'no bank on the other side: this channel is kept by Bafang itself';
  if (fault.judgedElsewhere) return fault.judgedElsewhere;
  if (fault.channels && !fault.channels.includes(channel)) return `exists only on the wire of ${fault.channels.join(', ')}`;
  const only = ONLY_IN[fault.name];
  if (only && only.column !== column) return only.why;
  if (!fault.strikes.some((operation) => LIFE[column].includes(operation))) return `strikes ${fault.strikes.join(', ')}: nothing of it in ${column}`;
  if (fault.name === 'paid-twice' && capabilities.close === 'expires-only') return 'the channel cannot close an order, so no second one is opened beside it (decision 024)';
  const callbacks = bank.refundCallbacks[channel];
  if (column === 'refund' && !callbacks?.done && strikesOnlyCallbacks(fault)) return 'the channel tells no end of a refund by callback';
  if (fault.name === 'refund-succeeded-then-returned' && !callbacks?.failed)
    return 'the channel tells a return only in the day’s statement; reconciliation makes a case of it';
  if (isWay(fault.name) && column === 'create' && !capabilities.createCallsBank) return 'making an order calls nobody: the payer’s browser carries it to the bank';
  return null;
}

const strikesOnlyCallbacks = (fault: CatalogueEntry): boolean => fault.strikes.every((operation) => operation === 'callback');
const isWay = (name: string): boolean => (WAY_FAULTS as readonly string[]).includes(name);

/** What keeps the whole world waiting for a day. */
const LONG = new Set(['unknown-past-day']);

/** A few cells of each channel and column, the same ones every time, so that every misbehaviour is met on some channel. */
export function reducedCells(cells: readonly Cell[], perColumn: number): Cell[] {
  const run = cells.filter((c) => c.skip === null && !LONG.has(c.fault));
  return [...Map.groupBy(run, (c) => `${c.channel} ${c.column}`).values()].flatMap((group, at) =>
    Array.from({ length: Math.min(perColumn, group.length) }, (_, i) => group[(at * perColumn * 3 + i * 5) % group.length]!),
  ).filter((cell, at, all) => all.indexOf(cell) === at);
}
