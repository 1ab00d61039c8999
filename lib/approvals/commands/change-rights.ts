/**
 * Roles that sign or administrate are given and taken only with other people's consent: an administrator asks, a head of finance who is not the one
 * they are for agrees, then they count. The same for an invitation with such roles, whose link opens only then.
 */
import { giveAgreedRights, inviteMember, setMemberRoles, type RightsWish } from '@/lib/identity';
import type { InstitutionId } from '@/lib/kernel/ids';
import { systemCtx, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { hasConsent } from '../approval-row';
import type { Operation } from '../operation';
import { requestApproval } from './request-approval';

/** The roles before are part of it: consent to a change is not consent to the same change of somebody who has become another in the meantime. */
const operationOf = (wish: RightsWish): Operation => ({
  kind: 'rights-change', subjectKind: wish.subjectKind, subjectId: wish.subjectId, amount: { minor: '0', currency: 'CNY' },
  facts: { person: wish.name, email: wish.email, before: wish.before.map((role) => ({ role })), after: wish.after.map((role) => ({ role })) },
});

const asker = (ctx: Ctx) => async (tx: Parameters<typeof requestApproval>[0], wish: RightsWish): Promise<string> => (await requestApproval(tx, ctx, operationOf(wish))).approvalId;

/** `approvalId` in the answer: nothing is changed yet. */
export const changeRoles = (ctx: Ctx, input: Parameters<typeof setMemberRoles>[1]) => setMemberRoles(ctx, input, asker(ctx));
export const inviteWithRoles = (ctx: Ctx, input: Parameters<typeof inviteMember>[1]) => inviteMember(ctx, input, asker(ctx));

/** After consent; may be told twice. Answers whether they were given now. */
export async function settleRights(institutionId: InstitutionId, approvalId: string, ports: Partial<Pick<Ctx, 'clock' | 'random'>> = {}): Promise<boolean> {
  const ctx = systemCtx('approvals', institutionId, ports);
  const row = await withTx(ctx, (tx) => tx.approval.findFirst({ where: { id: approvalId, institution_id: institutionId, kind: 'rights-change', status: 'approved' } }));
  if (!row) return false;
  const after = (row.operation as unknown as Operation).facts.after;
  const roles = Array.isArray(after) ? after.map((one: Readonly<Record<string, unknown>>) => String(one.role)) : [];
  return giveAgreedRights(ctx, { kind: row.subject_kind, id: row.subject_id, roles }, approvalId, async (tx, wish) => {
    // Told again after other changes, an old consent that would fit once more is over.
    const newer = await tx.approval.count({ where: { institution_id: institutionId, kind: 'rights-change', subject_id: row.subject_id, status: 'approved', id: { gt: approvalId } } });
    return newer === 0 && hasConsent(tx, ctx, approvalId, operationOf(wish));
  });
}
