/** What commands about one institution need: the database of the running instance, and the institution a word names. */
import type { InstitutionId } from '@/lib/kernel/ids';
import { closeConnections } from '@/lib/platform/db';
import { withPlatformTx } from '@/lib/platform/tx';

/** All of them without a slug. Throws where there is none. */
export async function institutionsOf(slug: string | undefined): Promise<readonly { readonly id: InstitutionId; readonly slug: string; readonly zone: string }[]> {
  const found = await withPlatformTx((tx) => tx.institution.findMany({ ...(slug && { where: { slug } }), orderBy: { id: 'asc' }, select: { id: true, slug: true, time_zone: true } }));
  if (found.length === 0) throw new Error(slug ? `there is no institution ${slug}` : 'there is no institution');
  return found.map(({ id, slug: name, time_zone }) => ({ id: id as InstitutionId, slug: name, zone: time_zone }));
}

/** The database of the running instance: `npm run` hands its address over (scripts/run.mjs). */
export async function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  if (!process.env.DATABASE_APP_URL) throw new Error('no database: start Bafang first (npm start), or set DATABASE_APP_URL');
  try {
    return await work();
  } finally {
    await closeConnections();
  }
}
