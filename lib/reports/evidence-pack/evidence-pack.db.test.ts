// Guarantee: an evidence pack holds every table of its period with the sums its index states, and its record verifies with the key beside it.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { open, type Entry, type ZipFile } from 'yauzl';
import { verifyFile } from '@/lib/audit';
import { makeInstitution, makePerson, testWorld } from '@/lib/identity/people.fixtures';
import { businessDate } from '@/lib/kernel/time';
import { must } from '@/lib/kernel/result';
import { requestRefund } from '@/lib/refunds';
import { paidBill } from '@/lib/refunds/refunds.fixtures';
import { SECTIONS } from './sections';
import { makeEvidencePack } from './make-pack';

const openZip = promisify<string, { lazyEntries: boolean }, ZipFile>(open);
async function unzip(path: string): Promise<Map<string, Buffer>> {
  const zip = await openZip(path, { lazyEntries: true });
  const files = new Map<string, Buffer>();
  return new Promise((resolve, reject) => {
    zip.on('error', reject).on('end', () => resolve(files)).on('entry', (entry: Entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        void buffer(stream).then((bytes) => { files.set(entry.fileName, bytes); zip.readEntry(); }, reject);
      });
    });
    zip.readEntry();
  });
}

it('is one archive with an index, complete tables and a record that verifies', async () => {
  const world = testWorld(61);
  const home = await makeInstitution(world, 'pack');
  const clerk = await makePerson(world, home, ['accountant']);
  const auditor = await makePerson(world, home, ['auditor'], { name: '吴凡' });
  const paid = await paidBill(world.clock, 123_45n, 'alipay', { institutionId: home, clerk: clerk.ctx });
  must(await requestRefund(clerk.ctx, { paymentId: paid.paymentId, amountMinor: 23_45n, reason: 'left', idempotencyKey: 'pack-test' }));
  const folder = mkdtempSync(join(tmpdir(), 'bafang-pack-test-'));
  const period = { from: businessDate('2026-11-01'), until: businessDate('2026-11-30') };
  expect(await makeEvidencePack(clerk.ctx, period, join(folder, 'no.zip'))).toMatchObject({ error: { code: 'access.denied' } });
  const packed = must(await makeEvidencePack(auditor.ctx, period, join(folder, 'pack.zip')));
  const files = await unzip(join(folder, 'pack.zip'));
  expect([...files.keys()].sort()).toEqual([...SECTIONS.map((s) => s.file), 'audit-export.jsonl', 'audit-key.pem', 'index.html'].sort());
  expect(files.get('payments.csv')!.toString()).toContain('123.45');
  expect(files.get('refunds.csv')!.toString()).toContain('23.45');
  expect(packed.files.find((f) => f.file === 'vouchers.csv')).toMatchObject({ rows: 2, sums: ['借正贷负 0.00 CNY'] });
  const index = files.get('index.html')!.toString();
  for (const text of ['pack 机构', '2026-11-01', '吴凡', '是 yes', '实收 123.45 CNY']) expect(index).toContain(text);
  const exported = join(folder, 'audit-export.jsonl');
  writeFileSync(exported, files.get('audit-export.jsonl')!);
  expect(verifyFile(exported, files.get('audit-key.pem')!.toString())).toEqual({ entries: packed.entries, firstBad: null });
});
