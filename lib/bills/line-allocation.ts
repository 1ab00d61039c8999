/**
 * Which items the money of a bill stands for. Allocations are kept per bill; how they spread over its lines follows from the plan's rule, in the order the
 * money came, and is worked out when asked: lines, allocations and rule never change, so the answer does not either. What a credit note took off a
 * line counts as never charged. Money that went back is taken from the lines the other way round. Pure.
 */
import type { AllocationRule } from '@/lib/bill-items/model';
import { assert } from '@/lib/kernel/assert';
import { allocate, money } from '@/lib/kernel/money';

export interface ChargedLine {
  readonly itemCode: string;
  /** Negative on a line of a credit note. */
  readonly amountMinor: bigint;
}
export interface ItemShare {
  readonly itemCode: string;
  /** Charged, less credit notes. */
  readonly netMinor: bigint;
  readonly paidMinor: bigint;
  readonly refundedMinor: bigint;
}
type Share = { -readonly [K in keyof ItemShare]: ItemShare[K] };

/** `amounts`: allocations in their order, money given back negative. The shares add up to them, and no item gets more than it costs. */
export function allocateToItems(rule: AllocationRule, lines: readonly ChargedLine[], amounts: readonly bigint[]): ItemShare[] {
  const shares = new Map<string, Share>();
  for (const { itemCode, amountMinor } of lines) {
    const share = shares.get(itemCode) ?? { itemCode, netMinor: 0n, paidMinor: 0n, refundedMinor: 0n };
    share.netMinor += amountMinor;
    shares.set(itemCode, share);
  }
  const inOrder = [...shares.values()];
  const first = rule.first.flatMap((code) => shares.get(code) ?? []);
  const rest = inOrder.filter((share) => !first.includes(share));
  for (const amount of amounts) {
    if (amount >= 0n) give(rule, first, rest, amount);
    else takeBack(rule, first, rest, -amount);
  }
  return inOrder;
}

function give(rule: AllocationRule, first: readonly Share[], rest: readonly Share[], amount: bigint): void {
  const open = (share: Share) => share.netMinor - share.paidMinor;
  const add = (share: Share, part: bigint) => { share.paidMinor += part; };
  const left = fill(first, amount, open, add);
  spread(rule, rest, left, open, add);
}

function takeBack(rule: AllocationRule, first: readonly Share[], rest: readonly Share[], amount: bigint): void {
  const held = (share: Share) => share.paidMinor - share.refundedMinor;
  const add = (share: Share, part: bigint) => { share.refundedMinor += part; };
  const fromRest = rest.reduce((sum, share) => sum + held(share), 0n);
  const part = amount < fromRest ? amount : fromRest;
  spread(rule, [...rest].reverse(), part, held, add);
  assert(fill([...first].reverse(), amount - part, held, add) === 0n, 'more went back than had come');
}

type Room = (share: Share) => bigint;
type Add = (share: Share, part: bigint) => void;

function spread(rule: AllocationRule, shares: readonly Share[], amount: bigint, room: Room, add: Add): void {
  if (amount === 0n) return;
  if (rule.rule === 'in-order') {
    assert(fill(shares, amount, room, add) === 0n, 'more money than the items cost');
    return;
  }
  const weights = shares.map(room);
  // The currency only names the split; whole minor units are split in any.
  allocate(money(amount, 'CNY'), weights).forEach((part, i) => add(shares[i]!, part.minor));
}

/** One after another until the money is gone; answers what is left of it. */
function fill(shares: readonly Share[], amount: bigint, room: Room, add: Add): bigint {
  let left = amount;
  for (const share of shares) {
    const part = room(share) < left ? room(share) : left;
    add(share, part);
    left -= part;
  }
  return left;
}
