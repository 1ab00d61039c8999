import { expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { instant } from '@/lib/kernel/time';
import { withTx } from '@/lib/platform/tx';
import { BUILT_IN_RULES } from '../engine/rule-set';
import { listMatches } from '../match-list';
import { bankFile, foundDesk, lineOf, paid, take } from '../reconciliation.fixtures';
import { listRuleVersions } from '../rule-versions';
import { activeRules } from '../rule-store';
import { importStatement } from './import-statement';
import { askForRules } from './ask-for-rules';
import { draftRules } from './draft-rules';
import { settleRules } from './settle-rules';
import { testRules } from './test-rules';

const { version: _, ...builtIn } = BUILT_IN_RULES;

it('a version is tried on past days, cannot count untested or unsigned, and then names itself in every match', async () => {
  const desk = await foundDesk();
  const a = await paid(desk, 77_00n);
  const file = await take(desk, [{ orderNo: `${a.orderNo.slice(0, 4)}-${a.orderNo.slice(4)}`, minor: 77_00n, tradeNo: 'B1' }]);
  expect((await listMatches(desk.clerk, { fileId: file.fileId })).rows).toMatchObject([{ rule: 'clean-key', ruleVersion: 1, reasons: ['number-cleaned', 'amount'], byRule: true }]);
  const { version } = must(await draftRules(desk.clerk, { rules: { ...builtIn, rules: ['payment-code'] }, note: 'codes only' }));
  expect(await askForRules(desk.clerk, { version })).toMatchObject({ ok: false, error: { code: 'reconciliation.rules-untested' } });
  expect(must(await testRules(desk.clerk, { version, days: 31 }))).toMatchObject({ files: 1, lines: 1, gained: 0, lost: 1, changed: 0, shown: [{ kind: 'lost', ruleBefore: 'clean-key' }] });
  const { approvalId } = must(await askForRules(desk.clerk, { version }));
  expect(await testRules(desk.clerk, { version, days: 31 })).toMatchObject({ ok: false, error: { code: 'reconciliation.rules-decided' } });
  await settleRules(desk.institutionId, version, approvalId, 'approved');
  // Nobody signed: told that somebody did, it looks for the consent itself and finds none.
  expect((await listRuleVersions(desk.clerk)).map((v) => [v.version, v.status])).toEqual([[2, 'rejected'], [1, 'active']]);
  expect(await withTx(desk.clerk, (tx) => activeRules(tx))).toMatchObject({ version: 1 });
});

it('with consent the version counts from the next file on', async () => {
  const desk = await foundDesk();
  const { version } = must(await draftRules(desk.clerk, { rules: { ...builtIn, tolerance: { ignoreBelowMinor: '500', dailyCapMinor: '600' } }, note: '' }));
  must(await testRules(desk.clerk, { version, days: 1 }));
  const { approvalId } = must(await askForRules(desk.clerk, { version }));
  const { withClient } = await import('@/scripts/db/logins');
  const { testDatabase } = await import('@/lib/testing/database');
  // Signing is the approvals' own business and proved there; here it has happened.
  await withClient(testDatabase().adminUrl, (admin) => admin.query("SET session_replication_role = replica; UPDATE approval SET status = 'approved', decided_at = now() WHERE id = '" + approvalId + "'"));
  await settleRules(desk.institutionId, version, approvalId, 'approved');
  expect(await withTx(desk.clerk, (tx) => activeRules(tx))).toMatchObject({ version: 2 });
  const booked = [await paid(desk, 10_00n), await paid(desk, 20_00n), await paid(desk, 30_00n)];
  const later = { ...desk.clerk, clock: { now: () => instant(Date.UTC(2026, 10, 22, 4)) } };
  const file = must(await importStatement(later, { bytes: bankFile([lineOf(booked[0]!, { minor: 14_00n }), lineOf(booked[1]!, { minor: 24_90n }), lineOf(booked[2]!, { minor: 31_00n })]), fileName: 'x.csv' }));
  // 1.00 and 4.00 fit below the day's cap of 6.00, 4.90 does not any more.
  expect(file.counts).toMatchObject({ opened: { 'amount-differs': 3 }, letGo: 2 });
});
