// A door that dies between storing a callback and acting on it loses nothing and doubles nothing: the worker finds what was left within seconds.
import { expect, it } from 'vitest';
import { processLeftovers } from '@/lib/inbox';
import { bringToBank, foundFlood, readBooks, sleep, startMany } from './floods';
import { openPlace } from './place';

it('killed at channels.inbound.stored, a callback is acted on once all the same', async () => {
  const place = await openPlace({ doorProgram: 'bench/payments/web.ts', doorEnv: { CRASH_AT: 'channels.inbound.stored' } });
  try {
    const flood = await foundFlood(place, 1, ['wechat']);
    const [order] = await startMany(flood, flood.town.bills, 0);
    expect(await bringToBank(flood, order!)).toBe(true);
    expect(await place.bank.pay(order!.channel, order!.attempt.orderNo)).toBe(true);
    // The bank hears nothing: its callback was stored, and then the process was gone.
    for (let tries = 0; tries < 600 && (await readBooks(flood.town)).unread === 0; tries++) await sleep(50);
    expect(await readBooks(flood.town)).toMatchObject({ unread: 1, succeeded: 0 });
    await place.advance(4_000);
    expect(await processLeftovers(flood.town.institutionId)).toBe(1);
    expect(await processLeftovers(flood.town.institutionId)).toBe(0);
    expect(await readBooks(flood.town)).toMatchObject({ unread: 0, succeeded: 1, postings: 1, allocations: 1, suspense: 0 });
  } finally {
    await place.close();
  }
}, 120_000);
