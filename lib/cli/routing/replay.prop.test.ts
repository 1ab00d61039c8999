import { describe, expect, it } from 'vitest';
import { generateTrace, REGIMES, regimeOf } from './generate';
import { replaySeed, runRegimes } from './regimes';
import { replay } from './replay';
import { readTrace, TraceRefused } from './trace';

/** `npm run -s bafang -- routing simulate --regimes 200 --json` runs all of them. */
const REGIME_COUNT = 5;
const sizes = { payments: 1_200, minutes: 15, meanFailure: 0.07 };

async function* chunks(...parts: string[]): AsyncGenerator<string> {
  for (const part of parts) yield await Promise.resolve(part);
}
const lines = (...all: object[]) => readTrace(chunks(all.map((line) => JSON.stringify(line)).join('\n')));
const up = (channel: string, t = 0) => ({ t, type: 'channel', channel, state: 'up', successRate: 0.98, timeoutRate: 0.005, latencyMs: [200, 600] });
const pay = (i: number, t: number, rest = {}) => ({ t, type: 'payment', id: `p${i}`, amountMinor: '128000', region: 'CN-36', method: 'bank', ...rest });

describe('the router over generated trouble', () => {
  it('keeps technical failures under 0.1 % and near the oracle, charges nobody twice and drains every dead channel', async () => {
    const sum = await runRegimes(REGIME_COUNT, sizes);
    expect(sum.goals).toEqual({ technicalFailures: true, oracle: true, chargedTwice: true, drained: true });
    expect(sum.meanChannelFailure).toBeCloseTo(0.07, 2);
    expect(sum.deaths).toBeGreaterThan(2);
  });

  it.each(REGIMES)('accounts for every payment: %s', async (regime) => {
    const seed = [1, 2, 3, 4, 5].find((s) => regimeOf(s) === regime)!;
    const r = await replaySeed({ ...sizes, seed });
    expect(r.succeeded + r.technicalFailures + r.declined + r.unknown).toBe(r.payments);
    expect(Object.values(r.shareByChannel).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
    expect(r.oracleFailures).toBeLessThanOrEqual(r.technicalFailures + r.unknown);
  });

  it('answers the same for the same trace, and another for another seed', async () => {
    const text = [...generateTrace({ seed: 3, payments: 500, minutes: 10 })].join('\n');
    const [a, b] = [replay(await readTrace(chunks(text)), { seed: 1 }), replay(await readTrace(chunks(text)), { seed: 1 })];
    expect({ ...a, p99DecisionUs: 0, p50DecisionUs: 0 }).toEqual({ ...b, p99DecisionUs: 0, p50DecisionUs: 0 });
  });

  it('never opens a second order while the first may still take money, even where every bank is silent', async () => {
    const silent = ['a-bank', 'b-bank'].map((c) => ({ ...up(c), successRate: 0.3, timeoutRate: 0.7 }));
    const r = replay(await lines(...silent, ...Array.from({ length: 400 }, (_, i) => pay(i, i * 200))), { seed: 7 });
    expect(r.followed).toBeGreaterThan(20);
    expect(r.chargedTwice).toBe(0);
  });

  it('does as badly as the oracle and no worse where everything is down', async () => {
    const r = replay(await lines({ t: 0, type: 'channel', channel: 'a-bank', state: 'down' }, ...Array.from({ length: 50 }, (_, i) => pay(i, i * 3_000))), { seed: 1 });
    expect(r.technicalFailures + r.unknown).toBe(50);
    expect(r.oracleFailures).toBe(50);
  });
});

describe('traces of other people', () => {
  it('are taken with other channels, unknown regions, missing optional fields and lines out of order', async () => {
    const all = [pay(1, 900, { region: 'XX-99' }), pay(2, 500, { region: undefined, method: undefined }), { t: 0, type: 'channel', channel: 'Some Bank' }, pay(3, 700, { method: 'carrier-pigeon' })];
    const r = replay(await lines(...all), { seed: 1 });
    expect(r).toMatchObject({ payments: 3, succeeded: 3, outOfOrder: 3 });
    expect(r.warnings.join()).toContain('carrier-pigeon');
  });

  it('may sleep for years between two payments, with a dead channel all the while, and are replayed at once', async () => {
    const year = 365 * 86_400_000;
    const r = replay(await lines(up('a-bank'), up('b-bank'), { t: 50, type: 'channel', channel: 'a-bank', state: 'down' }, ...[0, 1, 2].map((i) => pay(i, 100 + i)), pay(9, 9 * year)), { seed: 1 });
    expect(r).toMatchObject({ payments: 4, chargedTwice: 0 });
    expect(r.succeeded + r.unknown).toBe(4);
    await expect(lines(up('a-bank'), pay(1, 11 * year))).rejects.toThrow(/^line 2: "t" is more than 3660 days/);
  });

  it('pay a repeated payment once', async () => {
    expect(replay(await lines(up('a-bank'), pay(1, 10), pay(1, 20)), { seed: 1 })).toMatchObject({ payments: 1, repeated: 1, chargedTwice: 0 });
  });

  it.each([
    ['{"t":0,"type":"channel","channel":"a"}\nhello', /^line 2 is not JSON/],
    ['{"t":0,"type":"bird"}', /^line 1: "type" must be "channel" or "payment"/],
    ['\n\n{"t":0,"type":"payment","id":"1","amountMinor":"12.5"}', /^line 3: "amountMinor" must be whole minor units/],
    ['{"t":-1,"type":"channel","channel":"a"}', /^line 1: "t"/],
    ['{"t":0,"type":"channel","channel":"a","successRate":1.2}', /^line 1: "successRate"/],
    ['{"t":0,"type":"channel","channel":"a","state":"asleep"}', /^line 1: "state"/],
  ])('are refused with the line: %s', async (text, message) => {
    await expect(readTrace(chunks(text.slice(0, 9), text.slice(9)))).rejects.toThrow(message);
    await expect(readTrace(chunks(text))).rejects.toBeInstanceOf(TraceRefused);
  });
});
