/** In which order a payer's eye meets the ways to pay: what is suggested, what most phones have, the other banks, and what cannot be had now. */
import type { Method } from '@/lib/channels/port';

/** Ways that one app or card serves, whatever the payer's bank. */
const FOR_EVERYBODY: readonly Method[] = ['wechat', 'alipay', 'unionpay', 'wallet'];

interface Way {
  readonly method: Method;
  readonly available: boolean;
  readonly suggested: boolean;
}

export interface WayGroups<W> {
  /** The router's own choice, or the first that is offered; null when none is. */
  readonly first: W | null;
  readonly wallets: readonly W[];
  readonly banks: readonly W[];
  readonly unavailable: readonly W[];
}

/** Every way lands in exactly one group; the order within a group is the router's. */
export function wayGroups<W extends Way>(ways: readonly W[]): WayGroups<W> {
  const offered = ways.filter((way) => way.available);
  const first = offered.find((way) => way.suggested) ?? offered[0] ?? null;
  const rest = offered.filter((way) => way !== first);
  const place = (way: W): number => FOR_EVERYBODY.indexOf(way.method);
  return {
    first,
    wallets: rest.filter((way) => place(way) >= 0).sort((a, b) => place(a) - place(b)),
    banks: rest.filter((way) => place(way) < 0),
    unavailable: ways.filter((way) => !way.available),
  };
}
