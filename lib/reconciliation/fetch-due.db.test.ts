import { expect, it } from 'vitest';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { instantOf, toDate, type BusinessDate } from '@/lib/kernel/time';
import { withTx } from '@/lib/platform/tx';
import { dueStatements } from './fetch-due';
import { clock, foundDesk, lineOf, paid, take } from './reconciliation.fixtures';

it('asks for what must be there by now, once, and again later with growing patience', async () => {
  const desk = await foundDesk();
  const at = (time: string) => ({ ...desk.clerk, clock: { now: () => instantOf('2026-11-22' as BusinessDate, time, 'Asia/Shanghai') } });
  expect(await dueStatements(at('11:00:00'))).toEqual([]);
  await withTx(desk.clerk, (tx) => tx.channel_account.create({
    data: {
      id: newId('channelAccount', { clock, random: seededRandom(5) }), institution_id: desk.institutionId, channel: 'wechat', base_url: 'http://localhost',
      config: {}, secrets_sealed: new Uint8Array(1), status: 'active', created_at: toDate(clock.now()), updated_at: toDate(clock.now()),
    },
  }));
  const days = async (time: string) => (await dueStatements(at(time))).map((d) => d.date);
  // Before the bank's hour, yesterday cannot be there yet.
  expect(await days('09:59:00')).toEqual(['2026-11-20', '2026-11-19', '2026-11-18']);
  expect(await days('10:00:00')).toEqual(['2026-11-21', '2026-11-20', '2026-11-19']);
  await take(desk, [lineOf(await paid(desk, 1_00n))]);
  expect(await days('10:00:00')).toEqual(['2026-11-20', '2026-11-19']);
  const tried = (day: string, state: string, tries: number) => withTx(desk.clerk, (tx) => tx.recon_fetch.create({
    data: { institution_id: desk.institutionId, channel: 'wechat', day: new Date(`${day}T00:00:00Z`), state, tries, tried_at: toDate(instantOf('2026-11-22' as BusinessDate, '10:00:00', 'Asia/Shanghai')) },
  }));
  await tried('2026-11-19', 'empty-day', 1);
  await tried('2026-11-20', 'not-yet', 3);
  expect([await days('10:39:00'), await days('10:40:00')]).toEqual([[], ['2026-11-20']]);
  // An empty day on which we were paid is no empty day: the bank is asked again.
  await paid(desk, 2_00n, '23:59:00', '2026-11-19' as BusinessDate);
  expect(await days('10:40:00')).toEqual(['2026-11-20', '2026-11-19']);
});
