// Money spread over the items of a bill adds up to the money, item by item never more than it costs, in whatever parts it came and went back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessDate } from '@/lib/kernel/time';
import { instalmentsOf, nextPart, shorten } from './instalments';
import { allocateToItems } from './line-allocation';

const seeded = { numRuns: 400, ...(process.env['FC_SEED'] && { seed: Number(process.env['FC_SEED']) }) };
const amount = fc.bigInt({ min: 1n, max: 500_000n });
const rule = fc.record({ rule: fc.constantFrom('in-order' as const, 'pro-rata' as const), first: fc.constantFrom<string[]>([], ['i1'], ['i2', 'i0'], ['gone']) });
/** What somebody does with the money: per mille of what is open is paid, or of what is held goes back. */
const acts = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 1_000 })), { maxLength: 12 });

describe('money on the items of a bill', () => {
  it('adds up to payments less refunds, and stays within each item', () => {
    fc.assert(fc.property(rule, fc.array(fc.tuple(amount, fc.integer({ min: 0, max: 999 })), { minLength: 1, maxLength: 6 }), acts, (r, items, script) => {
      const lines = items.flatMap(([minor, off], i) => {
        const credited = (minor * BigInt(off)) / 1_000n;
        return [{ itemCode: `i${i}`, amountMinor: minor }, ...(credited > 0n ? [{ itemCode: `i${i}`, amountMinor: -credited }] : [])];
      });
      const total = lines.reduce((sum, l) => sum + l.amountMinor, 0n);
      let [paid, back] = [0n, 0n];
      const amounts: bigint[] = [];
      for (const [pays, share] of script) {
        const part = ((pays ? total - paid : paid - back) * BigInt(share)) / 1_000n;
        if (part === 0n) continue;
        amounts.push(pays ? part : -part);
        if (pays) paid += part;
        else back += part;
      }
      const shares = allocateToItems(r, lines, amounts);
      expect(shares.reduce((sum, s) => sum + s.paidMinor, 0n)).toBe(paid);
      expect(shares.reduce((sum, s) => sum + s.refundedMinor, 0n)).toBe(back);
      expect(shares.reduce((sum, s) => sum + s.netMinor, 0n)).toBe(total);
      for (const s of shares) expect(0n <= s.refundedMinor && s.refundedMinor <= s.paidMinor && s.paidMinor <= s.netMinor).toBe(true);
      // More money never takes anything off an item it was on before.
      if (back === 0n && total > paid) {
        const more = allocateToItems(r, lines, [...amounts, total - paid]);
        expect(more.every((s, i) => s.paidMinor >= shares[i]!.paidMinor)).toBe(true);
      }
    }), seeded);
  });

  it('fills care first, then the others in their order or by their size, as the plan says', () => {
    const lines = [{ itemCode: 'care', amountMinor: 80_000n }, { itemCode: 'meals', amountMinor: 33_000n }, { itemCode: 'bus', amountMinor: 15_000n }, { itemCode: 'bus', amountMinor: -5_000n }];
    const paidOf = (rule: 'in-order' | 'pro-rata', first: string[], amounts: bigint[]) => allocateToItems({ rule, first }, lines, amounts).map((s) => s.paidMinor - s.refundedMinor);
    expect(paidOf('in-order', [], [90_000n])).toEqual([80_000n, 10_000n, 0n]);
    expect(paidOf('in-order', ['bus'], [12_000n])).toEqual([2_000n, 0n, 10_000n]);
    expect(paidOf('pro-rata', [], [12_300n])).toEqual([8_000n, 3_300n, 1_000n]);
    expect(paidOf('in-order', [], [90_000n, -15_000n])).toEqual([75_000n, 0n, 0n]);
  });
});

describe('instalments', () => {
  const due = businessDate('2026-12-01');
  it('add up to the bill, before and after it became smaller, and are filled in their order', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 5 }).map((c) => [0, ...c.sort((a, b) => a - b), 10_000]);
    fc.assert(fc.property(amount, cuts, fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 999 }), (total, c, paidMille, offMille) => {
      const parts = instalmentsOf(c.slice(1).map((to, i) => ({ bps: to - c[i]!, afterDays: i * 30 })), total, due, 'CNY');
      const sum = (all: typeof parts) => all.reduce((s, p) => s + p.amountMinor, 0n);
      expect(sum(parts)).toBe(total);
      const paid = (total * BigInt(paidMille)) / 1_000n;
      const off = ((total - paid) * BigInt(offMille)) / 1_000n;
      const shorter = shorten(parts, off);
      expect(sum(shorter)).toBe(total - off);
      const next = nextPart(shorter, paid);
      if (total - off === paid) expect(next).toBeNull();
      else expect(next!.leftMinor > 0n && next!.leftMinor <= total - off - paid).toBe(true);
    }), seeded);
  });

  it('names the day and the rest of the part that is next', () => {
    const parts = instalmentsOf([{ bps: 5_000, afterDays: 0 }, { bps: 3_000, afterDays: 30 }, { bps: 2_000, afterDays: 60 }], 100_001n, due, 'CNY');
    expect(parts.map((p) => [p.dueDate, p.amountMinor])).toEqual([['2026-12-01', 50_001n], ['2026-12-31', 30_000n], ['2027-01-30', 20_000n]]);
    expect(nextPart(parts, 50_000n)).toEqual({ dueDate: '2026-12-01', leftMinor: 1n });
    expect(nextPart(parts, 50_001n)).toEqual({ dueDate: '2026-12-31', leftMinor: 30_000n });
    expect(nextPart(parts, 100_001n)).toBeNull();
    expect(shorten(parts, 25_000n).map((p) => p.amountMinor)).toEqual([50_001n, 25_000n]);
  });
});
