import { describe, expect, it } from 'vitest';
import { hrefWith, nextSort, parseSort, sortText } from './list-url';
import { sumsByCurrency } from './selection-sums';

describe('the address of a list', () => {
  it('sorts only by what the list can sort by', () => {
    expect(parseSort('-amount', ['amount'])).toEqual({ id: 'amount', descending: true });
    expect(parseSort('amount', ['amount'])).toEqual({ id: 'amount', descending: false });
    expect(parseSort('password', ['amount'])).toBeNull();
    expect(parseSort(undefined, ['amount'])).toBeNull();
  });

  it('goes round: unsorted, ascending, descending, unsorted', () => {
    const up = nextSort(null, 'amount');
    const down = nextSort(up, 'amount');
    expect([sortText(up), sortText(down), sortText(nextSort(down, 'amount'))]).toEqual(['amount', '-amount', null]);
    expect(sortText(nextSort(down, 'due'))).toBe('due');
  });

  it('keeps the filters it is not asked to change', () => {
    expect(hrefWith('/bills', 'state=open&cursor=x', { cursor: null, sort: '-due' })).toBe('/bills?state=open&sort=-due');
    expect(hrefWith('/bills', 'cursor=x', { cursor: null })).toBe('/bills');
  });
});

describe('the sum of a selection', () => {
  it('is exact and never mixes currencies', () => {
    const sums = sumsByCurrency([
      { minor: '10', currency: 'CNY' }, null, { minor: '9007199254740993', currency: 'CNY' }, { minor: '5', currency: 'USD' }, { minor: '-3', currency: 'CNY' },
    ]);
    expect(sums).toEqual([{ minor: '9007199254741000', currency: 'CNY' }, { minor: '5', currency: 'USD' }]);
  });
});
