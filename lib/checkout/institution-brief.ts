/** What anybody may know of an institution: its name, address word and clock. */
import type { InstitutionId } from '@/lib/kernel/ids';
import { withPlatformTx, type Scope } from '@/lib/platform/tx';
import type { InstitutionBrief } from './model';

const KEPT_MAX = 1_000;
const FRESH_MS = 30_000;
const kept = new Map<InstitutionId, { at: number; value: Promise<InstitutionBrief> }>();

export function institutionBrief({ institutionId }: Scope, now = performance.now()): Promise<InstitutionBrief> {
  const found = kept.get(institutionId);
  if (found && now - found.at < FRESH_MS) return found.value;
  const value = read(institutionId);
  if (kept.size >= KEPT_MAX) kept.clear();
  kept.set(institutionId, { at: now, value });
  value.catch(() => kept.delete(institutionId));
  return value;
}

async function read(id: InstitutionId): Promise<InstitutionBrief> {
  const row = await withPlatformTx((tx) => tx.institution.findUniqueOrThrow({ where: { id } }));
  return { slug: row.slug, nameZh: row.name_zh, nameEn: row.name_en, timeZone: row.time_zone };
}

/** Null for a word that names no open institution. */
export async function institutionBySlug(slug: string): Promise<InstitutionBrief | null> {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)) return null;
  const row = await withPlatformTx((tx) => tx.institution.findUnique({ where: { slug } }));
  return row && row.status === 'active' ? { slug: row.slug, nameZh: row.name_zh, nameEn: row.name_en, timeZone: row.time_zone } : null;
}
