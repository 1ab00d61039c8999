// The bank's keyed digest is the published one.
import { expect, test } from 'vitest';
import vector from '../../testing/spdb-vector.json';
import { smSign } from './wire';

test('SPDB: X-SPDB-SIGNATURE with X-SPDB-SM, with and without time and nonce', () => {
  for (const { body, timestamp = '', nonce = '', sign } of vector.cases) expect(smSign(vector.secret, body + timestamp + nonce)).toBe(sign);
});
