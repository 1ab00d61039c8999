/** A desk's list has every place from the start; pages fill it, and only what a hand did changes what is there. */
import { expect, test } from 'vitest';
import type { CaseRowView, CaseState, Reason } from '@/lib/reconciliation/model';
import { Queue } from './queue';

const yuan = (minor: string) => ({ minor, currency: 'CNY' as const });
const row = (id: string, reason: Reason, status: CaseState = 'open'): CaseRowView => ({
  id, reason, status, channel: 'wechat', date: '2026-01-15', direction: 'credit', bank: yuan('100'), ours: null, difference: yuan('100'), number: id, time: null, cause: null, owner: null,
  followUpOn: null, lineId: '1', sideId: null,
});
const page = (rows: CaseRowView[], nextCursor: string | null = null) => ({ rows, nextCursor });
const counts = (...all: readonly (readonly [Reason, number])[]) => all.map(([reason, rows]) => ({ reason, rows, undecided: rows }));
const shown = (queue: Queue) => Array.from({ length: queue.items }, (_, i) => {
  const item = queue.item(i);
  return item.kind === 'group' ? `${item.reason} ${item.count}` : item.kind === 'row' ? item.row.id : '…';
});

test('places of rows that are not here yet are kept for them, and a page changes nothing before it', () => {
  const queue = new Queue(counts(['unclear', 2], ['missing-here', 3]), page([row('a', 'unclear')], 'next'));
  expect(shown(queue)).toEqual(['unclear 2', 'a', '…', 'missing-here 3', '…', '…', '…']);
  const [first, layout] = [queue.row('a'), queue.layout()];
  queue.append(page([row('b', 'unclear'), row('c', 'missing-here')], 'next'));
  expect(shown(queue)).toEqual(['unclear 2', 'a', 'b', 'missing-here 3', 'c', '…', '…']);
  expect([queue.row('a') === first, queue.layout(), queue.acts(), queue.indexOf('c'), queue.numberOf('c')]).toEqual([true, layout, 0, 4, 2]);
});

test('cases decided or found elsewhere since the count leave no gap and are not lost', () => {
  const queue = new Queue(counts(['unclear', 3], ['missing-here', 1], ['not-yet', 2]), page([row('a', 'unclear')], 'next'));
  queue.append(page([row('b', 'missing-here'), row('c', 'missing-here'), row('d', 'duplicate')], 'next'));
  expect(shown(queue)).toEqual(['unclear 1', 'a', 'missing-here 2', 'b', 'c', 'duplicate 1', 'd', 'not-yet 2', '…', '…']);
  queue.append(page([]));
  expect(shown(queue)).toEqual(['unclear 1', 'a', 'missing-here 2', 'b', 'c', 'duplicate 1', 'd']);
});

test('a decided row keeps its place and its heading counts down; parts stand behind their whole and are not shown twice', () => {
  const queue = new Queue(counts(['amount-differs', 2], ['missing-here', 2]), page([row('a', 'amount-differs'), row('b', 'amount-differs')], 'next'));
  queue.setStates([['b', 'confirmed']]);
  expect([shown(queue)[0], queue.row('b')?.status]).toEqual(['amount-differs 1', 'confirmed']);
  queue.put('a', [row('p', 'missing-here'), row('q', 'missing-at-bank')]);
  expect(shown(queue)).toEqual(['amount-differs 0', 'a', 'missing-here 3', 'p', 'missing-at-bank 1', 'q', 'amount-differs 0', 'b', 'missing-here 3', '…', '…']);
  queue.append(page([row('p', 'missing-here'), row('x', 'missing-here'), row('y', 'missing-here')]));
  expect(shown(queue)).toEqual(['amount-differs 0', 'a', 'missing-here 3', 'p', 'missing-at-bank 1', 'q', 'amount-differs 0', 'b', 'missing-here 3', 'x', 'y']);
  expect([queue.indexOf('b'), queue.partsOf('a')]).toEqual([7, ['p', 'q']]);
  queue.setStates([['a', 'open'], ['p', 'joined'], ['q', 'joined']]);
  expect([shown(queue)[0], shown(queue)[2]]).toEqual(['amount-differs 1', 'missing-here 2']);
});

test('a hundred thousand rows are put in place by a page at a time, each in the time of its page', () => {
  const queue = new Queue(counts(['missing-here', 100_000]), page([], 'next'));
  for (let n = 0; n < 200; n++) queue.append(page(Array.from({ length: 500 }, (_, i) => row(`r${n * 500 + i}`, 'missing-here')), n < 199 ? 'next' : null));
  expect([queue.loaded, queue.items, queue.layout(), queue.indexOf('r99999')]).toEqual([100_000, 100_001, 0, 100_000]);
});
