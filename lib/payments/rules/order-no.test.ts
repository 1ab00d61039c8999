// An order number fits every channel's shape, and two made in the same second differ.
import { expect, test } from 'vitest';
import { CAPABILITIES, CHANNELS } from '@/lib/channels/model';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { instant } from '@/lib/kernel/time';
import { newOrderNo } from './order-no';

const now = instant(Date.parse('2026-11-22T10:00:00+08:00'));
const ports = { clock: { now: () => now }, random: seededRandom(5) };

test.each(CHANNELS)('%s', (channel) => {
  const { orderNo } = CAPABILITIES[channel];
  const made = Array.from({ length: 1_000 }, () => newOrderNo(CAPABILITIES[channel], now, { newId: (kind) => newId(kind, ports) }));
  expect(new Set(made).size).toBe(made.length);
  for (const no of made) {
    expect(no).toMatch(/^[0-9A-Z]+$/);
    expect(no.length).toBeGreaterThanOrEqual(orderNo.minLength);
    expect(no.length).toBeLessThanOrEqual(orderNo.maxLength);
  }
});
