/** Institutions the background rounds serve. Ids only: what belongs to one is read inside its own scope. */
import type { InstitutionId } from '@/lib/kernel/ids';
import { withPlatformTx } from '@/lib/platform/tx';

export async function listInstitutionIds(): Promise<InstitutionId[]> {
  const rows = await withPlatformTx((tx) => tx.institution.findMany({ where: { status: 'active' }, select: { id: true }, orderBy: { id: 'asc' } }));
  return rows.map((r) => r.id as InstitutionId);
}
