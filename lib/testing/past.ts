/**
 * Rows that only time and other people's consent can make, laid as a restored backup would lay them: by the superuser, with the triggers off. For tests
 * and measurements that need a past; the product's own login cannot do this.
 */
import { withClient } from '@/scripts/db/logins';

const layPast = (adminUrl: string, sql: string, values: readonly unknown[]): Promise<void> => withClient(adminUrl, async (admin) => {
  await admin.query('SET session_replication_role = replica');
  await admin.query(sql, [...values]);
});

/** A routing configuration in one of its later states. */
export const layRouting = (
  adminUrl: string, row: { readonly id: string; readonly institutionId: string; readonly version: number; readonly state: string; readonly document: unknown; readonly at: Date },
): Promise<void> => layPast(adminUrl, `INSERT INTO routing_config (id, institution_id, version, state, document, created_by, created_at, effective_from)
  VALUES ($1, $2, $3, $4, $5, 'past', $6, $6)`, [row.id, row.institutionId, row.version, row.state, JSON.stringify(row.document), row.at]);

/** Matching rules that others agreed to long ago. */
export const layRules = (adminUrl: string, institutionId: string, rules: unknown): Promise<void> =>
  layPast(adminUrl, "INSERT INTO recon_rule_set (institution_id, version, status, rules, made_by, made_at, tested) VALUES ($1, 2, 'active', $2, 'past', now(), '{}')",
    [institutionId, JSON.stringify(rules)]);
