// Guarantee: a payer's two seconds hold two silent banks in a row and the answer of a third, whatever is known of their pace.
import { expect, it } from 'vitest';
import { standByMsOf } from './in-flight';

/** What the books take between two banks. */
const BETWEEN_MS = 60;

it.each([0, 40, 150, 300, 400, 900, 5_000])('slow answers of %d ms', (p95Ms) => {
  const first = standByMsOf(p95Ms, 2_000);
  const second = standByMsOf(p95Ms, 2_000 - first - BETWEEN_MS);
  expect(first).toBeGreaterThanOrEqual(600);
  expect(2_000 - first - second - 2 * BETWEEN_MS).toBeGreaterThanOrEqual(250);
});
