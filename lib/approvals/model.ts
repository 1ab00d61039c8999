/** Browser-safe door of approvals. */
import { z } from 'zod';

export type { ApprovalStatus } from './machine';

export const APPROVAL_VIEWS = ['mine', 'pending', 'decided'] as const;
export type ApprovalsTab = (typeof APPROVAL_VIEWS)[number];

export const decideInput = z.object({
  approvalId: z.string().max(40),
  decision: z.enum(['approve', 'reject']),
  reason: z.string().trim().max(500).default(''),
  stepUpCode: z.string().trim().regex(/^\d{6}$/, 'identity.code-wrong'),
  operationHash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The tab of an address; anything unknown is "wait for me". */
export const approvalsView = (asked: unknown): ApprovalsTab => APPROVAL_VIEWS.find((view) => view === asked) ?? 'mine';
