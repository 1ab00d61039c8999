import { expect, it } from 'vitest';
import { instant, DAY_MS } from '@/lib/kernel/time';
import { certificatesOf } from './certificates';
import vectors from './vectors/test-certificates.json';

const pems = JSON.stringify(vectors).match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/g)!.map((pem) => pem.replaceAll('\\r', '').replaceAll('\\n', '\n'));

it('a certificate is warned of thirty days before it ends, and named when it has ended', () => {
  const [pem] = pems;
  const [{ until } = { until: '' }] = certificatesOf({ rootCertPem: pem }, instant(0));
  const ends = Date.parse(until);
  const at = (ms: number) => certificatesOf({ rootCertPem: pem, merId: '7', keys: [{ serial: '1' }] }, instant(ends + ms)).map((c) => [c.field, c.state]);
  expect(at(-31 * DAY_MS)).toEqual([['rootCertPem', 'good']]);
  expect(at(-30 * DAY_MS)).toEqual([['rootCertPem', 'soon']]);
  expect(at(1)).toEqual([['rootCertPem', 'over']]);
  expect(certificatesOf({ keys: [{ certificate: pem }] }, instant(ends))).toMatchObject([{ field: 'keys', state: 'over' }]);
});
