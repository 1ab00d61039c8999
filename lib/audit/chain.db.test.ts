// Guarantee: whatever a superuser of the database does to the record, a verifier that trusts one key only finds it and names the first entry concerned.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { env } from '@/lib/platform/env';
import { testDatabase } from '@/lib/testing/database';
import { FORGERIES, forgeAndVerify, linkUntil, makeTrail, type Trail } from './audit.fixtures';
import { auditPublicKey, exportAudit, linkEntries, verifyFile, verifyLive, writeCheckpoints } from './index';

const FORGED = Number.parseInt(process.env.AUDIT_FORGERIES ?? '48', 10);
let trail: Trail;
let pem: string;
const folder = mkdtempSync(join(tmpdir(), 'bafang-audit-'));
beforeAll(async () => {
  trail = await makeTrail(300, 120);
  pem = auditPublicKey().pem;
});

async function superuser(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: testDatabase().adminUrl });
  await client.connect();
  await client.query(`SET session_replication_role = 'replica'`);
  await work(client);
  await client.end();
}

describe('the chain in the database', () => {
  it('is whole as the product wrote it, in several signed runs', async () => {
    expect(await verifyLive(trail.institutionId, pem)).toEqual({ entries: 300, firstBad: null });
    expect(await linkEntries(trail.institutionId, trail)).toEqual({ linked: 0, more: false });
    expect(await writeCheckpoints(trail.institutionId, trail)).toBe(0);
  });

  it(`names the place of each of ${FORGED} forgeries: ${FORGERIES.join(', ')}`, async () => {
    const forged = await forgeAndVerify(testDatabase().adminUrl, trail, FORGED, pem);
    expect(forged.missed).toEqual([]);
    expect(Object.values(forged.named).reduce((a, b) => a + b, 0)).toBe(FORGED);
  }, 600_000);

  it('trusts its key only: a checkpoint signed by another is as good as none', async () => {
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString();
    expect((await verifyLive(trail.institutionId, other)).firstBad).toMatchObject({ seq: '1', why: 'unknown-key' });
  });

  it('an entry put in by hand is linked like any other and named for ever after: it has no mark of the product', async () => {
    const own = await makeTrail(40);
    await superuser((client) => client.query(`INSERT INTO audit_entry (institution_id, at, actor_kind, actor_id, action, subject_kind, subject_id, outcome, request_id, seal)
      SELECT institution_id, at, actor_kind, actor_id, 'refund.approve', subject_kind, subject_id, outcome, request_id, seal FROM audit_entry WHERE institution_id = $1 LIMIT 1`, [own.institutionId]));
    await linkUntil(own.institutionId, own.clock, 1);
    await writeCheckpoints(own.institutionId, own);
    expect((await verifyLive(own.institutionId, pem)).firstBad).toMatchObject({ seq: '41', why: 'not-written-by-bafang' });
  });

  it('a checkpoint that a crash cut off accuses nobody: what it held is signed by the next', async () => {
    const own = await makeTrail(40, 20);
    const files = join(env().BAFANG_DATA_DIR, 'files', 'audit', own.institutionId);
    const [day] = readdirSync(files);
    const bytes = readFileSync(join(files, day!));
    truncateSync(join(files, day!), bytes.length - 40);
    await writeCheckpoints(own.institutionId, own);
    expect(await verifyLive(own.institutionId, pem)).toEqual({ entries: 40, firstBad: null });
  });

  it('twenty workers at once give one chain', async () => {
    const own = await makeTrail(40);
    await Promise.all(Array.from({ length: 20 }, () => linkEntries(own.institutionId, own).then(() => writeCheckpoints(own.institutionId, own))));
    expect(await verifyLive(own.institutionId, pem)).toEqual({ entries: 40, firstBad: null });
  });
});

describe('an export', () => {
  const path = join(folder, 'export.jsonl');
  beforeAll(async () => {
    const second = await makeTrail(30);
    await exportAudit([trail.institutionId, second.institutionId], path, trail);
  });

  it('is checked without the database', () => {
    expect(verifyFile(path, pem)).toEqual({ entries: 330, firstBad: null });
  });

  it('with any one of its bytes changed is refused', () => {
    const bytes = readFileSync(path);
    const forged = join(folder, 'forged.jsonl');
    // Evenly all over it, and every byte of a signature that is not the last.
    const signature = bytes.indexOf('"sig":"');
    const places = [...Array.from({ length: 150 }, (_, n) => Math.floor((bytes.length * n) / 150)), ...Array.from({ length: 88 }, (_, n) => signature + 7 + n)];
    for (const at of places) {
      const copy = Buffer.from(bytes);
      copy[at] = copy[at]! ^ 1;
      writeFileSync(forged, copy);
      expect([at, verifyFile(forged, pem).firstBad !== null]).toEqual([at, true]);
    }
  });

  it('with a line taken out, put in twice, moved, or its end cut off names that line', () => {
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const first = lines.findIndex((l) => l.startsWith('{"prev"'));
    const check = (changed: readonly string[]) => {
      writeFileSync(join(folder, 'forged.jsonl'), `${changed.join('\n')}\n`);
      return verifyFile(join(folder, 'forged.jsonl'), pem).firstBad?.seq;
    };
    expect(check(lines.toSpliced(first + 9, 1))).toBe('10');
    expect(check(lines.toSpliced(first + 9, 0, lines[first + 9]!))).toBe('11');
    expect(check(lines.with(first + 4, lines[first + 5]!).with(first + 5, lines[first + 4]!))).toBe('5');
    expect(check(lines.slice(0, first + 200))).toBe('201');
    expect(check(lines.slice(0, first))).toBe('1');
    expect(check(['not an export'])).toBe('1');
  });
});
