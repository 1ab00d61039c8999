// The lines of a bill add up to its total, and the steps of a line add up to its charge, whatever the plan and the payer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessDate } from '@/lib/kernel/time';
import { feePlanSchema, type Discount, type FeeItem, type Pricing } from './model';
import { periodOf } from './cycle';
import { priceBill } from './pricing';
import { milliText, parseMilli, parseUnitPrice, unitPriceText } from './quantities';
import { lateFeeOf } from './late-fee';
import { checkPlan } from './rules';
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
const limits = fc.option(fc.tuple(fc.bigInt({ min: 0n, max: 500_000n }), fc.bigInt({ min: 500_000n, max: 9_000_000n })), { nil: null })
  .map((pair) => (pair ? { minMinor: pair[0].toString(), maxMinor: pair[1].toString() } : {}));
const rounding = fc.constantFrom(
  undefined, { unitMinor: '10', mode: 'down' } as const, { unitMinor: '100', mode: 'half-up' } as const, { unitMinor: '100', mode: 'up' } as const,
);
const MONTH = { from: businessDate('2026-11-01'), to: businessDate('2026-11-30') };
/** Every failure prints it; `FC_SEED=n` runs that one again. */
const seeded = { numRuns: 500, ...(process.env['FC_SEED'] && { seed: Number(process.env['FC_SEED']) }) };
const items = fc
  .array(fc.tuple(pricing, condition, fc.integer({ min: 0, max: 2_000 }), limits, fc.boolean()), { minLength: 1, maxLength: 6 })
  .map((all) =>
    all.map(
      ([p, c, taxBps, limit, prorated], i): FeeItem => ({
        ...limit,
        prorated,
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
    fc.tuple(
      fc.boolean(), fc.integer({ min: 1, max: 10_000 }), minor, condition, fc.constantFrom<string[]>([], ['i0'], ['i1', 'i2']),
      fc.constantFrom(undefined, 'g', 'h'),
    ),
    { maxLength: 4 },
  )
  .map((all) =>
    all.map(([percent, bps, amountMinor, c, itemCodes, exclusive], i): Discount => {
      const base = { code: `d${i}`, name: { zh: '减', en: 'off' }, condition: c, itemCodes, ...(exclusive && { exclusive }) };
      return percent ? { ...base, kind: 'percent', bps } : { ...base, kind: 'fixed', amountMinor };
    }),
  );
const subject = fc
  .tuple(
    fc.constantFrom('a', 'b', 'c'),
    fc.bigInt({ min: 0n, max: 99_999n }),
    fc.array(fc.bigInt({ min: 0n, max: 20_000_000n }), { minLength: 6, maxLength: 6 }),
    fc.constantFrom<Record<string, string>>({}, { joined: '2026-11-11' }, { left: '2026-11-20' }, { joined: '2026-11-05', left: '2026-11-09' }, { joined: '2026-12-02' }),
    fc.array(fc.record({ itemCodes: fc.constantFrom<string[]>([], ['i0'], ['i1', 'i2']), bps: fc.integer({ min: 1, max: 10_000 }), reason: fc.constant('r') }), { maxLength: 3 }),
  )
  .map(([level, days, used, stay, waivers]) => ({
    period: MONTH,
    waivers,
    attributes: { ...stay, level, days: `${days / 1000n}.${String(days % 1000n).padStart(3, '0')}` },
    readings: new Map(used.map((u, i) => [`i${i}`, { previousMilli: 1_000n, currentMilli: 1_000n + u }])),
  }));

describe('pricing', () => {
  it('adds up, is never negative, and never gives more off than is owed', () => {
    fc.assert(
      fc.property(items, discounts, subject, rounding, (i, d, s, r) => {
        const priced = priceBill({ items: i, discounts: d, ...(r && { rounding: r }) }, s, 'CNY');
        if (!priced.ok) {
          expect(priced.error.code).toBe('bill-items.nothing-owed');
          return;
        }
        const { lines, totalMinor } = priced.value;
        expect(lines.reduce((sum, l) => sum + l.amountMinor, 0n)).toBe(totalMinor);
        // Where a line can bear it, the total is whole.
        if (r && r.mode !== 'up' && lines.length === 1) expect(totalMinor % BigInt(r.unitMinor)).toBe(0n);
        for (const line of lines) {
          expect(line.explanation.steps.reduce((sum, step) => sum + BigInt(step.amountMinor), 0n)).toBe(line.amountMinor);
          expect(line.amountMinor >= 0n).toBe(true);
        }
      }),
      seeded,
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

  it('explains limits, days of stay, exclusive discounts and rounding as an accountant would by hand', () => {
    const { property, school } = { property: templates['property-monthly'].plan, school: templates['school-term'].plan };
    const readings = new Map([['water', { previousMilli: 10_000n, currentMilli: 13_330n }]]);
    // Service 15 m² × 2.80 = 42.00, at least 50.00; water 3.33 × 4.00 = 13.32; 63.32 → 63.30
    const flat = priceBill(property, { attributes: { areaM2: '15' }, readings }, 'CNY');
    expect(flat.ok && flat.value.lines.map((l) => l.explanation.steps.map((s) => [s.kind, s.amountMinor]))).toEqual([
      [['quantity', '4200'], ['minimum', '800']], [['quantity', '1332'], ['rounding', '-2']],
    ]);
    expect(flat.ok && flat.value.totalMinor).toBe(6_330n);
    // Boards from 1 October: 142 of the 172 days from 1 September to 19 February; a scholar gets no sibling discount besides.
    const term = periodOf(school.cycle, '2026-autumn');
    expect(term).toEqual({ from: '2026-09-01', to: '2027-02-19' });
    const pupil = { attributes: { grade: 'senior', boarding: 'yes', scholarship: 'yes', sibling: 'yes', joined: '2026-10-01' }, readings: new Map(), period: term };
    const priced = priceBill(school, pupil, 'CNY');
    expect(priced.ok && priced.value.lines.map((l) => l.amountMinor)).toEqual([290_000n, 32_000n, 99_070n]);
  });

  it('charges being late by the day after the days of grace, up to the cap', () => {
    const rule = { dailyBps: 5, graceDays: 7, capBps: 100, accountCode: '6051.19' };
    const due = businessDate('2026-11-20');
    expect(lateFeeOf(rule, 100_000n, due, businessDate('2026-11-27'), 'CNY')).toBeNull();
    expect(lateFeeOf(rule, 100_000n, due, businessDate('2026-11-30'), 'CNY')).toMatchObject({ amountMinor: 150n, capped: false, step: { days: 3 } });
    expect(lateFeeOf(rule, 100_000n, due, businessDate('2027-11-30'), 'CNY')).toMatchObject({ amountMinor: 1_000n, capped: true, step: { days: 20 } });
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

  it('keeps all templates valid documents', () => {
    expect(Object.keys(templates)).toHaveLength(8);
    for (const t of Object.values(templates)) expect([feePlanSchema.parse(t.plan), checkPlan(t.plan).ok]).toEqual([t.plan, true]);
  });
});
