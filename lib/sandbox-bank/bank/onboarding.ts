/** A merchant is onboarded once per channel and name; asking again only moves the callback and return addresses. */
import type { Bank } from './bank';
import type { OnboardInput } from './sim';
import type { Channel, Merchant } from './types';

/** Two requests for the same name at the same moment must not make two key pairs. */
const underWay = new WeakMap<Bank, Promise<unknown>>();

/** Null when the wanted merchant number belongs to another merchant. */
export function onboard(bank: Bank, channel: Channel, input: OnboardInput): Promise<Merchant | null> {
  const turn = (underWay.get(bank) ?? Promise.resolve()).then(() => onboardNow(bank, channel, input));
  underWay.set(
    bank,
    turn.catch(() => null),
  );
  return turn;
}

async function onboardNow(bank: Bank, channel: Channel, input: OnboardInput): Promise<Merchant | null> {
  const known = bank.merchants.byName(channel, input.merchantName);
  if (known) {
    if (input.merchantNo !== undefined && input.merchantNo !== known.merchantNo) return null;
    bank.merchants.setUrls(known.id, input.notifyUrl, input.returnUrl);
    return bank.merchants.byName(channel, input.merchantName)!;
  }
  const made = await bank.sims[channel].onboard(bank, input);
  if (bank.merchants.byNo(channel, made.merchant.merchantNo)) return null;
  return bank.merchants.insert(made.merchant, made.lookupKey);
}
