/** `routing redirects --own`: a place with every channel, two web processes and a worker, for payers to click at. */
import type { ChildProcess } from 'node:child_process';
import { makePass } from '@/lib/checkout';
import { CHANNELS } from '@/lib/channels/model';
import type { ClickPlace, PayerClick } from '@/lib/cli/routing/redirects';
import { systemClock } from '@/lib/platform/clock';
import { openPlace } from './place';
import { startProcesses, stopProcess } from './processes';
import { foundTown } from './town';

/** Each web process takes some payments while all is well, so that nothing of what is measured is the start of a program. */
const WARM_UP = 60;

export async function clickAtOwnPlace<T>(payments: number, click: (place: ClickPlace, payers: readonly PayerClick[]) => Promise<T>): Promise<T> {
  const place = await openPlace();
  const children: ChildProcess[] = [];
  try {
    const { channels: known } = await place.bank.traits();
    const channels = CHANNELS.filter((c) => known.includes(c));
    const town = await foundTown(payments + WARM_UP, channels, (channel, notifyUrl) =>
      place.bank.ask('POST', '/merchants', { channel, merchantName: '点击学校', notifyUrl }), 'clicks');
    const urls = await startProcesses(children, { webs: 2, workers: 1 });
    const pass = makePass(town, systemClock.now());
    const payers = town.bills.map((bill): PayerClick => ({ bill: bill.id, total: bill.minor.toString(), token: () => Promise.resolve(pass) }));
    const warm = { channels: [], urls, plant: () => Promise.resolve(), lift: () => Promise.resolve() };
    await click(warm, payers.slice(0, WARM_UP));
    const plant = async (rule: Record<string, unknown>) => void await place.bank.ask('POST', '/rules', { orderNo: null, operation: null, ...rule });
    const lift = async (channel: string) => void await place.bank.ask('DELETE', `/rules?channel=${channel}`);
    return await click({ urls, channels, plant, lift }, payers.slice(WARM_UP));
  } finally {
    await Promise.all(children.map(stopProcess));
    await place.close();
  }
}
