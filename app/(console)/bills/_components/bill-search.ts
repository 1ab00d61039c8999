/** The list's filters as they stand in the address; anything else in the address is ignored. */
import type { BillFilter } from '@/lib/bills';
import { billMachine } from '@/lib/bills/model';

export type Search = Readonly<Record<string, string | string[] | undefined>>;
const NAMES = ['status', 'plan', 'cycle', 'text', 'cursor'] as const;

const one = (search: Search, name: string): string | undefined => {
  const value = search[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, 80) : undefined;
};

export function filterOf(search: Search): BillFilter {
  const status = one(search, 'status');
  return {
    status: billMachine.states.find((s) => s === status),
    open: status === 'open',
    planId: one(search, 'plan'),
    cycleKey: one(search, 'cycle'),
    text: one(search, 'text'),
    cursor: one(search, 'cursor'),
  };
}

/** The same filters as a query string, so that a panel keeps the list behind it. */
export function searchText(search: Search): string {
  const params = new URLSearchParams();
  for (const name of NAMES) {
    const value = one(search, name);
    if (value !== undefined) params.set(name, value);
  }
  return params.toString();
}
