/** How one try of a callback is signed: genuinely, or in one of the ways in which somebody else, or a clumsy gateway, would do it. */
import type { Bank } from './bank';
import type { CallbackContent, WireCallback } from './sim';
import type { CallbackVariant, Delivery, Merchant } from './types';

const REPLAY_AGE_MS = 600_000;

/** Sent once and not again: no gateway repeats what it never meant to send. */
const ONE_SHOT: ReadonlySet<CallbackVariant> = new Set<CallbackVariant>([
  'forged', 'altered', 'other-merchant', 'replayed', 'signtest', 'wrong-serial', 'crlf-changed', 'wrong-currency',
  'expired-certificate', 'foreign-certificate', 'sm2-raw', 'sm2-user-id', 'sm4-mode',
]);
export const isOneShot = (variant: CallbackVariant): boolean => ONE_SHOT.has(variant);

export async function wireOf(bank: Bank, merchant: Merchant, delivery: Delivery, content: CallbackContent): Promise<WireCallback> {
  const sim = bank.sims[delivery.channel];
  const sign = (forged = false) => sim.sign(bank, merchant, delivery, content, forged);
  switch (delivery.variant) {
    case 'forged':
      return sign(true);
    case 'replayed':
      return bank.clock.skewed(-REPLAY_AGE_MS, () => sign());
    case 'altered':
      return altered(await sign(), delivery.orderNo);
    case 'crlf-changed':
      return sign().then((wire) => ({ ...wire, body: wire.body.replaceAll('%0D%0A', '%0A') }));
    case 'signtest':
      return withHeader(await sign(), 'Wechatpay-Signature', (value) => `WECHATPAY/SIGNTEST/${value}`);
    case 'wrong-serial':
      return withHeader(await sign(), 'Wechatpay-Serial', (value) => `${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}`);
    default:
      return sign();
  }
}

/** One character of what was signed becomes another one: of the order number where it can be read, else in the midst of the body. */
function altered(wire: WireCallback, orderNo: string): WireCallback {
  const named = wire.body.indexOf(orderNo);
  const start = named >= 0 ? named + orderNo.length - 1 : Math.floor(wire.body.length / 3);
  let at = start;
  while (at < wire.body.length - 1 && !/[0-9A-Za-z]/.test(wire.body[at]!)) at++;
  const other = wire.body[at] === '7' ? '3' : '7';
  return { ...wire, body: `${wire.body.slice(0, at)}${other}${wire.body.slice(at + 1)}` };
}

function withHeader(wire: WireCallback, name: string, change: (value: string) => string): WireCallback {
  const value = wire.headers[name];
  return value === undefined ? wire : { ...wire, headers: { ...wire.headers, [name]: change(value) } };
}

/** Somebody else with the same bank: the same keys, another number wherever this merchant's stands. */
export function otherMerchant(merchant: Merchant): Merchant {
  const bumped = (text: string): string => text.replace(/[0-9](?=[^0-9]*$)/, (digit) => String((Number(digit) + 1) % 10));
  const ids = /^(mch|mer|merchant|app|seller|pos|branch|cust|mer_?id)/i;
  const config = Object.fromEntries(
    Object.entries(merchant.config).map(([name, value]) => [
      name,
      typeof value === 'string' && (value === merchant.merchantNo || (ids.test(name) && !/pem|serial|key|cert/i.test(name) && value.length < 40))
        ? bumped(value)
        : value,
    ]),
  );
  return { ...merchant, merchantNo: bumped(merchant.merchantNo), config };
}

/** The same content in another currency, or null where the channel's callback carries none. */
export function inOtherCurrency(content: CallbackContent): CallbackContent | null {
  const text = JSON.stringify(content);
  const changed = text
    .replace(/(currency\w*\\*":\\*")CNY/gi, '$1USD')
    .replace(/(currency\w*\\*":\\*")156/gi, '$1840')
    .replace(/(CURCODE\\*":\\*")01/gi, '$114')
    .replace(/(curCode\\*":\\*")001/gi, '$1014');
  return changed === text ? null : (JSON.parse(changed) as CallbackContent);
}
