/** Fee plans, payers and bills of the demo institutions. */
import type { SeededInstitution } from './people';

/** Idempotent: called at every start. */
export async function seedBilling(institution: SeededInstitution): Promise<void> {
  institution.ctx.log.debug('seed.billing', { slug: institution.slug });
}
