// The lines of a bill add up to its total, and the steps of a line add up to its charge, whatever the plan and the payer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feePlanSchema, type Discount, type FeeItem, type Pricing } from './model';
import { priceBill } from './pricing';
import { milliText, parseMilli, parseUnitPrice, unitPriceText } from './quantities';
import { templates } from './templates';

const minor = fc.bigInt({ min: 0n, max: 10_000_000n }).map(String);
const price = fc.bigInt({ min: 0n, max: 50_000_000n }).map(String);
const unit = { zh: '度', en: 'kWh' };
const quantity = fc.constantFrom({ from: 'reading' } as const, { from: 'attribute', attribute: 'days' } as const);
const tiers = fc
  .tuple(fc.uniqueArray(fc.bigInt({ min: 1n, max: 9_000_000n }), { maxLength: 4 }), fc.array(price, { minLength: 5, maxLength: 5 }))
  .map(([bounds, prices]) =>
    [...bounds.sort((a, b) => (a < b ? -1 : 1)).map(String), null].map((upToMilli, i) => ({ upToMilli, unitPriceMilliMinor: prices[i]! })),
  );
const pricing: fc.Arbitrary<Pricing> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), amountMinor: minor }),
  fc.record({ kind: fc.constant('per-unit' as const), quantity, unit: fc.constant(unit), unitPriceMilliMinor: price }),
  fc.record({ kind: fc.constant('tiered' as const), quantity, unit: fc.constant(unit), tiers }),
  fc.record({
    kind: fc.constant('by-attribute' as const),
    attribute: fc.constant('level'),
    amounts: fc.array(fc.record({ equals: fc.constantFrom('a', 'b'), amountMinor: minor }), { minLength: 1, maxLength: 3 }),
    otherwiseMinor: minor,
  }),
);
const condition = fc.constantFrom(null, { attribute: 'level', equals: 'a' });
const items = fc
  .array(fc.tuple(pricing, condition, fc.integer({ min: 0, max: 2_000 })), { minLength: 1, maxLength: 6 })
  .map((all) =>
    all.map(
      ([p, c, taxBps], i): FeeItem => ({
        code: `i${i}`,
        name: { zh: '项', en: 'item' },
        pricing: p,
        condition: c,
        accountCode: '6001',
        taxBps,
      }),
    ),
  );
const discounts = fc
  .array(
    fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 10_000 }), minor, condition, fc.constantFrom<string[]>([], ['i0'], ['i1', 'i2'])),
    { maxLength: 4 },
  )
  .map((all) =>
    all.map(([percent, bps, amountMinor, c, itemCodes], i): Discount => {
      const base = { code: `d${i}`, name: { zh: '减', en: 'off' }, condition: c, itemCodes };
      return percent ? { ...base, kind: 'percent', bps } : { ...base, kind: 'fixed', amountMinor };
    }),
  );
const subject = fc
  .tuple(
    fc.constantFrom('a', 'b', 'c'),
    fc.bigInt({ min: 0n, max: 99_999n }),
    fc.array(fc.bigInt({ min: 0n, max: 20_000_000n }), { minLength: 6, maxLength: 6 }),
  )
  .map(([level, days, used]) => ({
    attributes: { level, days: `${days / 1000n}.${String(days % 1000n).padStart(3, '0')}` },
    readings: new Map(used.map((u, i) => [`i${i}`, { previousMilli: 1_000n, currentMilli: 1_000n + u }])),
  }));

describe('pricing', () => {
  it('adds up, is never negative, and never gives more off than is owed', () => {
    fc.assert(
      fc.property(items, discounts, subject, (i, d, s) => {
        const priced = priceBill({ items: i, discounts: d }, s, 'CNY');
        if (!priced.ok) {
          expect(priced.error.code).toBe('bill-items.nothing-owed');
          return;
        }
        const { lines, totalMinor } = priced.value;
        expect(lines.reduce((sum, l) => sum + l.amountMinor, 0n)).toBe(totalMinor);
        for (const line of lines) {
          expect(line.explanation.steps.reduce((sum, step) => sum + BigInt(step.amountMinor), 0n)).toBe(line.amountMinor);
          expect(line.amountMinor >= 0n).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('charges a quantity exactly, rounded half up once per line, however the tiers cut it', () => {
    fc.assert(
      fc.property(tiers, fc.bigInt({ min: 0n, max: 20_000_000n }), (t, used) => {
        const item: FeeItem = {
          code: 'e',
          name: unit,
          condition: null,
          accountCode: '1',
          pricing: { kind: 'tiered', quantity: { from: 'reading' }, unit, tiers: t },
        };
        const priced = priceBill(
          { items: [item], discounts: [] },
          { attributes: {}, readings: new Map([['e', { previousMilli: 0n, currentMilli: used }]]) },
          'CNY',
        );
        let [from, exact] = [0n, 0n];
        for (const tier of t) {
          const end = tier.upToMilli === null || BigInt(tier.upToMilli) > used ? used : BigInt(tier.upToMilli);
          if (end > from) {
            exact += (end - from) * BigInt(tier.unitPriceMilliMinor);
            from = end;
          }
        }
        const expected = (exact + 500_000n) / 1_000_000n;
        expect(priced.ok ? priced.value.totalMinor : 0n).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('prices the two templates as an accountant would by hand', () => {
    const [kindergarten, park] = [templates['kindergarten-monthly'].plan, templates['park-quarterly'].plan];
    const child = priceBill(kindergarten, { attributes: { mealDays: '22', bus: 'yes', sibling: 'yes' }, readings: new Map() }, 'CNY');
    // 800.00 − 20 % = 640.00; 22 × 15.00 = 330.00; bus 150.00
    expect(child.ok && child.value.totalMinor).toBe(112_000n);
    const readings = new Map([
      ['water', { previousMilli: 100_000n, currentMilli: 142_500n }],
      ['electricity', { previousMilli: 0n, currentMilli: 6_000_500n }],
    ]);
    const tenant = priceBill(park, { attributes: { areaM2: '86.5', parking: 'one' }, readings }, 'CNY');
    // rent 86.5 × 135.00 = 11,677.50; water 42.5 × 5.95 = 252.88; 2000 × 0.6173 + 3000 × 0.6673 + 1000.5 × 0.9173 = 4,154.26; parking 900
    expect(tenant.ok && tenant.value.lines.map((l) => l.amountMinor)).toEqual([1_167_750n, 25_288n, 415_426n, 90_000n]);
    expect(tenant.ok && tenant.value.lines[0]!.explanation.tax).toEqual({ bps: 900, amountMinor: '96420' });
  });

  it('refuses rather than guesses when a reading or an attribute is missing', () => {
    const bare = { attributes: {}, readings: new Map() };
    expect(priceBill(templates['kindergarten-monthly'].plan, bare, 'CNY')).toMatchObject({
      ok: false,
      error: { code: 'bill-items.missing-attribute' },
    });
    const tenant = { attributes: { areaM2: '10' }, readings: new Map() };
    expect(priceBill(templates['park-quarterly'].plan, tenant, 'CNY')).toMatchObject({
      ok: false,
      error: { code: 'bill-items.missing-reading', details: { item: 'water' } },
    });
  });

  it('reads quantities strictly', () => {
    expect(['22', '22.5', '1,204.125', '０．５', '1.5000'].map(parseMilli)).toEqual([22_000n, 22_500n, 1_204_125n, 500n, 1_500n]);
    expect(['', '-1', '1.0005', '1,20', 'abc', '1e3'].map(parseMilli)).toEqual([null, null, null, null, null, null]);
  });

  it('writes figures the way it reads them', () => {
    expect(['0.6173', '15.00', '0.00001', '135.00'].map((x) => unitPriceText(parseUnitPrice(x)!))).toEqual([
      '0.6173',
      '15.00',
      '0.00001',
      '135.00',
    ]);
    expect(['22.5', '0.125', '100'].map((x) => milliText(parseMilli(x)!.toString()))).toEqual(['22.5', '0.125', '100']);
  });

  it('keeps both templates valid documents', () => {
    for (const t of Object.values(templates)) expect(feePlanSchema.parse(t.plan)).toEqual(t.plan);
  });
});
