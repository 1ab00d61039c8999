/**
 * The proof of the record (L1): how fast an export is verified, against hashing the same lines and nothing else; how fast a report over all of it is;
 * and whether every one of N forgeries by a superuser is named. `--entries N` (200,000), `--forgeries N` (400).
 */
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@/lib/kernel/time';
import { closeConnections } from '@/lib/platform/db';
import { withSqlTx } from '@/lib/platform/sql-tx';
import { createTestDatabase } from '@/lib/testing/database';
import { openTestServer } from '@/lib/testing/test-server';
import { numberOf } from './numbers';

const FORGED_TRAIL = 64;
/** Forgers side by side, each on a trail of its own: one waits for the database while the other computes. */
const LANES = 2;

export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const entries = numberOf(argv, '--entries', 200_000);
  const forgeries = numberOf(argv, '--forgeries', 400);
  const folder = mkdtempSync(join(tmpdir(), 'bafang-audit-'));
  const database = await createTestDatabase(await openTestServer());
  Object.assign(process.env, {
    BAFANG_ENV: 'test', DATABASE_APP_URL: database.appUrl, BAFANG_DATA_DIR: folder, BAFANG_MASTER_KEY: '62656e63'.repeat(8), LOG_LEVEL: 'error',
  });
  const audit = await import('@/lib/audit');
  const { makeTrail, forgeAndVerify, FORGERIES } = await import('@/lib/audit/audit.fixtures');
  const pem = audit.auditPublicKey().pem;
  try {
    const [trail, linkSeconds] = await timed(() => makeTrail(entries, 50_000));
    const path = join(folder, 'export.jsonl');
    const [, exportSeconds] = await timed(() => audit.exportAudit([trail.institutionId], path, trail));
    // First as a fresh process does it, then what hashing alone costs.
    const [verdict, verifySeconds] = await timed(async () => audit.verifyFile(path, pem));
    const raw = await timed(async () => hashEveryLine(path));
    const again = await timed(async () => hashEveryLine(path));
    const period = { from: instant(0), to: instant(trail.clock.now()) };
    const [report, reportSeconds] = await timed(() => withSqlTx(trail, (tx) => audit.summariseAudit(tx, trail, period)));
    const counted = report.reduce((sum, r) => sum + r.done + r.refused, 0);
    const [lanes, forgeSeconds] = await timed(() => Promise.all(Array.from({ length: LANES }, async (_, lane) => {
      const times = Math.floor(forgeries / LANES) + (lane < forgeries % LANES ? 1 : 0);
      return forgeAndVerify(database.adminUrl, await makeTrail(FORGED_TRAIL, 24), times, pem, lane + 1);
    })));
    const byKind = Object.fromEntries(FORGERIES.map((kind) => [kind, lanes.reduce((sum, lane) => sum + lane.named[kind], 0)]));
    const missed = lanes.flatMap((lane) => lane.missed);
    const named = lanes.reduce((sum, lane) => sum + Object.values(lane.named).reduce((a, b) => a + b, 0), 0);
    const rawSeconds = (raw[1] + again[1]) / 2;
    const good = verdict.firstBad === null && verdict.entries === entries && counted === entries && named === forgeries;
    return {
      entries, fileMb: round(statSync(path).size / 1_048_576), entriesPerSecond: Math.round(entries / verifySeconds), firstBad: verdict.firstBad,
      baseline: { what: 'SHA-256 of every line, nothing compared', linesPerSecond: Math.round(raw[0] / rawSeconds) }, ratioToBaseline: round(rawSeconds / verifySeconds),
      writeLinkAndSignSeconds: round(linkSeconds), exportSeconds: round(exportSeconds), reportSeconds: round(reportSeconds), reportRows: report.length,
      forgeries, named, byKind, missed: missed.slice(0, 10), forgeSeconds: round(forgeSeconds), audit: good ? 'passed' : 'failed',
    };
  } finally {
    await closeConnections();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }

  function hashEveryLine(path: string): number {
    let lines = 0;
    audit.eachLine(path, (line) => { hash('sha256', line); lines++; return true; });
    return lines;
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const from = performance.now();
  return [await work(), (performance.now() - from) / 1_000];
}
const round = (x: number): number => Math.round(x * 1_000) / 1_000;
