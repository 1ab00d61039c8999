// Guarantee: whatever a command forgets or a script tries with the runtime login, nothing sensitive counts in the database without its consent.
import { beforeAll, expect, test } from 'vitest';
import { makeInstitution, testWorld } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { withTx } from '@/lib/platform/tx';

const world = testWorld(83);
let home: InstitutionId;
beforeAll(async () => { home = await makeInstitution(world, 'consent'); });
const sql = (text: string) => withTx({ institutionId: home }, (tx) => tx.$executeRawUnsafe(text.replaceAll('$home', `'${home}'`)));

test.each([
  ['a route', `INSERT INTO routing_config (id, institution_id, version, state, document, created_by, created_at) VALUES ('rcf_x', $home, 1, 'proposed', '{}', 'x', now())`,
    `UPDATE routing_config SET state = 'approved' WHERE id = 'rcf_x'`, 'routing changes with consent only'],
  ['a matching rule', `INSERT INTO recon_rule_set (institution_id, version, status, rules, made_by, made_at, tested) VALUES ($home, 7, 'asked', '{}', 'x', now(), '{}')`,
    `UPDATE recon_rule_set SET status = 'active' WHERE version = 7`, 'matching rules change with consent only'],
  ['an approval flow', `INSERT INTO approval_flow (institution_id, kind, version, bands, status, note, made_by, made_at) VALUES ($home, 'refund', 1, '{}', 'proposed', '', 'x', now())`,
    `UPDATE approval_flow SET status = 'active' WHERE kind = 'refund'`, 'flow lacks consent'],
  ['a bank account', `INSERT INTO channel_account_change (id, institution_id, account_id, channel, sealed, facts, status, made_by, made_at) VALUES ('cha_x', $home, 'cha_y', 'ccb', '', '{}', 'proposed', 'x', now())`,
    `UPDATE channel_account_change SET status = 'active' WHERE id = 'cha_x'`, 'account change lacks consent'],
  ['a bill given up', `INSERT INTO bill (id, institution_id, number, payer_id, plan_id, plan_version, cycle_key, title_zh, title_en, currency, total_minor, methods, issue_date, due_date, status, created_at)
    VALUES ('bil_x', $home, 'B1', 'pyr_x', 'fpl_x', 1, 'x', 'x', 'x', 'CNY', 100, '{}', now(), now(), 'issued', now())`, `UPDATE bill SET status = 'written-off' WHERE id = 'bil_x'`, 'written off with consent only'],
  ['held money that goes back', `INSERT INTO suspense_item (id, institution_id, kind, channel, order_no, amount_minor, currency, status, evidence, created_at)
    VALUES ('sus_x', $home, 'unknown-order', 'ccb', 'X', 100, 'CNY', 'held', 'trade:x', now())`, `UPDATE suspense_item SET status = 'returned' WHERE id = 'sus_x'`, 'goes back with consent only'],
])('%s', async (_what, prepare, attempt, refusal) => {
  await sql(prepare);
  await expect(sql(attempt)).rejects.toThrow(refusal);
});

// Guarantee: nothing is born in force; it would count without ever having been asked for.
test.each([
  ['a route in force', `INSERT INTO routing_config (id, institution_id, version, state, document, created_by, created_at) VALUES ('rcf_a', $home, 3, 'active', '{}', 'x', now())`, 'routing changes with consent only'],
  ['a route agreed to', `INSERT INTO routing_config (id, institution_id, version, state, document, created_by, created_at) VALUES ('rcf_b', $home, 4, 'approved', '{}', 'x', now())`, 'routing changes with consent only'],
  ['matching rules', `INSERT INTO recon_rule_set (institution_id, version, status, rules, made_by, made_at, tested) VALUES ($home, 9, 'active', '{}', 'x', now(), '{}')`, 'matching rules change with consent only'],
  ['a chart', `INSERT INTO chart_version (institution_id, version, status, content, effective_from, note, made_by, made_at, decided_at, decided_by) VALUES ($home, 1, 'active', '{}', '2026-11-01', '', 'x', now(), now(), 'approval:x')`, 'a chart begins as a draft'],
])('%s is not born in force', async (_what, attempt, refusal) => {
  await expect(sql(attempt)).rejects.toThrow(refusal);
});

// Guarantee: a version that was refused, or laid aside, does not come back, and what counts is not rewritten.
test.each([
  ['a refused route', null, `UPDATE routing_config SET state = 'rejected' WHERE id = 'rcf_x'`, `UPDATE routing_config SET state = 'approved' WHERE id = 'rcf_x'`, 'routing changes with consent only'],
  ['the text of a route', null, null, `UPDATE routing_config SET document = '{"weights":{"ccb":100}}' WHERE id = 'rcf_x'`, 'routing changes with consent only'],
  ['rules that were only tried', `INSERT INTO recon_rule_set (institution_id, version, status, rules, made_by, made_at, tested) VALUES ($home, 11, 'draft', '{}', 'x', now(), '{}')`,
    `UPDATE recon_rule_set SET status = 'tested' WHERE version = 11`, `UPDATE recon_rule_set SET status = 'active' WHERE version = 11`, 'matching rules change with consent only'],
])('%s stays as it is', async (_what, prepare, then, attempt, refusal) => {
  if (prepare) await sql(prepare);
  if (then) await sql(then);
  await expect(sql(attempt)).rejects.toThrow(refusal);
});
