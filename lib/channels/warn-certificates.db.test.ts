// Guarantee: a certificate that ends is told of thirty days ahead and once at each step after, however often it is looked at.
import { expect, test } from 'vitest';
import { makeInstitution, testWorld } from '@/lib/identity/people.fixtures';
import { DAY_MS, instant, toDate } from '@/lib/kernel/time';
import { systemCtx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { certificatesOf } from './certificates';
import vectors from './vectors/test-certificates.json';
import { warnOfCertificates } from './warn-certificates';

const world = testWorld(88);

test('told at 30, 14, 7, 3, 1 and 0 days, and what passed unseen is told as one', async () => {
  const institutionId = await makeInstitution(world, 'certificates');
  const pem = JSON.stringify(vectors).match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/)![0].replaceAll('\\r', '').replaceAll('\\n', '\n');
  const ends = Date.parse(certificatesOf({ rootCertPem: pem }, instant(0))[0]!.until);
  await withTx({ institutionId }, (tx) => tx.channel_account.create({
    data: {
      id: 'cha_ending', institution_id: institutionId, channel: 'unionpay', base_url: 'http://127.0.0.1:1', config: { rootCertPem: pem }, secrets_sealed: new Uint8Array([1]),
      status: 'active', created_at: toDate(instant(0)), updated_at: toDate(instant(0)),
    },
  }));
  const told: number[] = [];
  for (const daysLeft of [31, 30, 29, 14, 2, 2]) {
    told.push(await warnOfCertificates(systemCtx('certificates', institutionId, { clock: { now: () => instant(ends - daysLeft * DAY_MS) }, random: world.random })));
  }
  expect(told).toEqual([0, 1, 0, 1, 1, 0]);
  const events = await withTx({ institutionId }, (tx) => tx.outbox_event.findMany({ where: { type: 'certificate.ending' }, orderBy: { id: 'asc' } }));
  expect(events.map((e) => (e.payload as { days: string }).days)).toEqual(['30', '14', '2']);
});
