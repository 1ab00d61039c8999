/** What the approvers of a rule version sign: the rules themselves (by fingerprint) and what the test on past days found. */
import { z } from 'zod';
import type { Operation } from '@/lib/approvals';
import { sha256Hex } from '@/lib/platform/crypto';
import { canonical } from '@/lib/platform/idempotency';

const tested = z.object({ files: z.number(), lines: z.number(), gained: z.number(), lost: z.number(), changed: z.number(), againstPeople: z.number() });

export const rulesSubject = (version: number): string => `rules-${version}`;

export function rulesOperation(row: { readonly version: number; readonly rules: unknown; readonly tested: unknown; readonly note: string | null }): Operation {
  const found = tested.parse(row.tested);
  return {
    kind: 'matching-rule-change', subjectKind: 'recon-rules', subjectId: rulesSubject(row.version), amount: { minor: '0', currency: 'CNY' },
    facts: {
      version: String(row.version), rules: sha256Hex(canonical(row.rules)), note: row.note ?? '', files: String(found.files), lines: String(found.lines),
      gained: String(found.gained), lost: String(found.lost), changed: String(found.changed), againstPeople: String(found.againstPeople),
    },
  };
}
