// Guarantee: an evidence pack holds every table of its period with the sums its index states, and its record verifies with the key beside it.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { open, type Entry, type ZipFile } from 'yauzl';
import { ZipFile as NewZip } from 'yazl';
import { auditPublicKey, verifyFile } from '@/lib/audit';
import { makeInstitution, makePerson, testWorld } from '@/lib/identity/people.fixtures';
import { businessDate } from '@/lib/kernel/time';
import { must } from '@/lib/kernel/result';
import { requestRefund } from '@/lib/refunds';
import { paidBill } from '@/lib/refunds/refunds.fixtures';
import { SECTIONS } from './sections';
import { makeEvidencePack } from './make-pack';
import { verifyPack } from './verify-pack';

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
  // Checkpoints lie in a folder that outlives the test's database: another institution each time.
  const world = testWorld(Number(process.hrtime.bigint() % 1_000_000_007n));
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
  expect([...files.keys()].sort()).toEqual([...SECTIONS.map((s) => s.file), 'audit-export.jsonl', 'audit-key.pem', 'index.html', 'manifest.json', 'manifest.sig'].sort());
  expect(files.get('payments.csv')!.toString()).toContain('123.45');
  expect(files.get('refunds.csv')!.toString()).toContain('23.45');
  expect(packed.files.find((f) => f.file === 'vouchers.csv')).toMatchObject({ rows: 2, sums: ['借正贷负 0.00 CNY'] });
  const index = files.get('index.html')!.toString();
  for (const text of ['pack 机构', '2026-11-01', '吴凡', '是 yes', '实收 123.45 CNY']) expect(index).toContain(text);
  const exported = join(folder, 'audit-export.jsonl');
  writeFileSync(exported, files.get('audit-export.jsonl')!);
  const pem = auditPublicKey().pem;
  expect(await verifyPack(join(folder, 'pack.zip'), pem)).toEqual({ ok: true, files: files.size - 2, entries: packed.entries, badFile: null, firstBad: null });
  const forged = async (change: (inside: Map<string, Buffer>) => void) => {
    const inside = new Map(files);
    change(inside);
    const zip = new NewZip();
    for (const [name, bytes] of inside) zip.addBuffer(bytes, name);
    zip.end();
    writeFileSync(join(folder, 'forged.zip'), await buffer(zip.outputStream));
    return (await verifyPack(join(folder, 'forged.zip'), pem)).badFile;
  };
  expect(await forged((all) => all.set('payments.csv', Buffer.from(all.get('payments.csv')!.toString().replace('123.45', '223.45'))))).toEqual({ file: 'payments.csv', why: 'changed' });
  expect(await forged((all) => all.delete('refunds.csv'))).toEqual({ file: 'refunds.csv', why: 'missing' });
  expect(await forged((all) => all.set('more.csv', Buffer.from('x')))).toEqual({ file: 'more.csv', why: 'not-listed' });
  expect(await forged((all) => all.set('manifest.json', Buffer.from(all.get('manifest.json')!.toString().replace('2026-11-01', '2026-11-02'))))).toEqual({ file: 'manifest.json', why: 'signature-forged' });
  expect(await verifyPack(exported, pem)).toMatchObject({ ok: false, badFile: { why: 'not-a-pack' } });
  expect(verifyFile(exported, files.get('audit-key.pem')!.toString())).toEqual({ entries: packed.entries, firstBad: null });
});
