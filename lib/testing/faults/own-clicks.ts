/** `routing redirects --own`: a place with every channel, two web processes and a worker, for payers to click at. */
import type { ChildProcess } from 'node:child_process';
import { makePass } from '@/lib/checkout';
import { CHANNELS } from '@/lib/channels/model';
import type { ClickPlace, PayerClick } from '@/lib/cli/routing/redirects';
import { systemClock } from '@/lib/platform/clock';
import { withTx } from '@/lib/platform/tx';
import { openPlace } from './place';
import { startProcesses, stopProcess } from './processes';
import { foundTown, type Town } from './town';

/** Each web process takes some payments while all is well, so that nothing of what is measured is the start of a program. */
const WARM_UP = 60;

export async function clickAtOwnPlace<T extends { readonly ok: boolean }>(
  payments: number, click: (place: ClickPlace, payers: readonly PayerClick[]) => Promise<T>,
): Promise<T & { readonly orders: OrdersLeft }> {
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
    const clicked = await click({ urls, channels, plant, lift }, payers.slice(WARM_UP));
    const orders = await ordersLeft(town);
    return { ...clicked, orders, ok: clicked.ok && orders.paymentsWithTwoShown === 0 };
  } finally {
    await Promise.all(children.map(stopProcess));
    await place.close();
  }
}

interface OrdersLeft {
  readonly opened: number;
  /** Left behind because nobody had been shown a way to pay them. */
  readonly withheld: number;
  /** Payments with two orders that somebody was shown and could still pay: never. */
  readonly paymentsWithTwoShown: number;
}

async function ordersLeft(town: Town): Promise<OrdersLeft> {
  const [row] = await withTx(town, (tx) => tx.$queryRaw<{ opened: bigint; withheld: bigint; twice: bigint }[]>`
    SELECT count(*) AS opened, count(*) FILTER (WHERE status = 'closed' AND last_code = 'withheld') AS withheld,
      (SELECT count(*) FROM (SELECT payment_id FROM payment_attempt WHERE presentation IS NOT NULL AND status IN ('submitting', 'accepted', 'unknown')
        GROUP BY payment_id HAVING count(*) > 1) AS two) AS twice
    FROM payment_attempt`);
  return { opened: Number(row!.opened), withheld: Number(row!.withheld), paymentsWithTwoShown: Number(row!.twice) };
}
