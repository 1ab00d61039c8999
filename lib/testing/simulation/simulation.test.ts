import { describe, expect, it } from 'vitest';
import { BUGS, type BugName } from './bugs';
import { runSimulate } from './command';
import { runSeed, runSimulation } from './run';

const SEEDS = 300;
const SEEDS_TO_FIND_A_BUG = 500;

describe('the money path, simulated', () => {
  it(`money is right in ${SEEDS} seeds of lost, late, doubled and contradicting messages and dying processes`, async () => {
    const report = await runSimulation({ seeds: SEEDS });
    expect(report.violations).toEqual([]);
    // A run that never met the hard cases would prove nothing.
    for (const hard of [
      'process died',
      'paid after close',
      'payment late-success',
      'attempt not-sent',
      'attempt declined',
      'payment failed',
      'payment set-aside',
      'refund succeeded',
      'refund failed',
      'refund unknown',
      'refund worker died',
    ]) {
      expect({ hard, times: report.seen[hard] ?? 0 }).not.toEqual({ hard, times: 0 });
    }
    expect(Object.keys(report.seen).filter((name) => name.startsWith('suspense duplicate')).length).toBeGreaterThan(0);
  }, 60_000);

  it.each(Object.keys(BUGS) as BugName[])(
    `the planted bug "%s" is found within ${SEEDS_TO_FIND_A_BUG} seeds, and its seed replays identically`,
    async (bug) => {
      const report = await runSimulation({ seeds: SEEDS_TO_FIND_A_BUG, bug, stopAtFirst: true });
      const first = report.violations[0];
      expect(first).toBeDefined();
      const [once, again] = [await runSeed(first!.seed, { bug }), await runSeed(first!.seed, { bug })];
      expect(again.hash).toBe(once.hash);
      expect(again.violations).toEqual(once.violations);
    },
    60_000,
  );

  it('two runs of the same seeds are the same run', async () => {
    const [one, two] = [await runSimulation({ seeds: 20, seed: 77 }), await runSimulation({ seeds: 20, seed: 77 })];
    expect(two.hash).toBe(one.hash);
    expect(two.events).toBe(one.events);
  });

  it('the command prints its figures as JSON, exits 0 when nothing is wrong and 1 when something is, and 2 when it was asked nonsense', async () => {
    const lines: string[] = [];
    expect(await runSimulate(['--seeds', '5', '--json'], (line) => lines.push(line))).toBe(0);
    expect(JSON.parse(lines[0]!)).toMatchObject({ seeds: 5, violations: [], store: 'memory' });
    expect(await runSimulate(['--bug', 'ignore-amount', '--seeds', '100', '--json'], () => undefined)).toBe(0);
    expect(await runSimulate(['--bug', 'no-such-bug'], () => undefined)).toBe(2);
    expect(await runSimulate(['--seeds', 'many'], () => undefined)).toBe(2);
  });
});
