/** What is consented to: one small document of plain facts. Its hash binds the request, the signatures and the execution. */
import type { MoneyWire } from '@/lib/kernel/money';
import { sha256Hex } from '@/lib/platform/crypto';
import { canonical } from '@/lib/platform/idempotency';
import type { ApprovalKind } from './kinds';

/** Ids, codes and decimal text: no personal data, no floats. Nested one level for lists of parts. */
export type Fact = string | boolean | null;
export type OperationFacts = Readonly<Record<string, Fact | readonly Readonly<Record<string, Fact>>[]>>;

export interface Operation {
  readonly kind: ApprovalKind;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly amount: MoneyWire;
  /** Payee, original payment, channel, reason: whatever must not change between consent and execution. */
  readonly facts: OperationFacts;
}

/** Kind, subject, amount and facts in canonical JSON. The institution is part of it: consent does not travel. */
export const operationHash = (institutionId: string, operation: Operation): string => sha256Hex(canonical({ institutionId, ...operation }));
