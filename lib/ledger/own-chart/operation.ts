/** What is signed when a chart is put into force: the whole of it by fingerprint, and the day it counts from. */
import type { Operation } from '@/lib/approvals';
import { sha256Hex } from '@/lib/platform/crypto';
import { canonical } from '@/lib/platform/idempotency';
import type { ChartContent } from './content';

export const chartSubject = (version: number): string => `chart-${version}`;

export function chartOperation(row: { readonly version: number; readonly content: unknown; readonly effective_from: Date; readonly note: string }): Operation {
  const { accounts, mappings, pairs } = row.content as ChartContent;
  return {
    kind: 'chart-change', subjectKind: 'chart', subjectId: chartSubject(row.version), amount: { minor: '0', currency: 'CNY' },
    facts: {
      version: String(row.version), from: row.effective_from.toISOString().slice(0, 10), fingerprint: sha256Hex(canonical(row.content)), accounts: String(accounts.length),
      mappings: String(mappings.length), pairs: String(pairs.length), note: row.note,
    },
  };
}
