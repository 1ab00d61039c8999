/** `simulate --seeds N [--json]`, `simulate --seed K`, `simulate --bug NAME`, `--pg`: the simulation for operators and CI. */
import { BUGS, isBug } from './bugs';
import { runSeed, runSimulation } from './run';

const SEEDS_DEFAULT = 200;
const TRAIL_LINES = 60;

interface Asked {
  readonly seeds: number;
  readonly seed: number | undefined;
  readonly bug: string | undefined;
  readonly pg: boolean;
  readonly json: boolean;
}

function parse(argv: readonly string[]): Asked | string {
  const valueOf = (name: string): string | undefined => {
    const at = argv.indexOf(name);
    return at < 0 ? undefined : argv[at + 1];
  };
  const numberOf = (name: string): number | undefined | string => {
    const text = valueOf(name);
    if (text === undefined) return argv.includes(name) ? `${name} needs a number` : undefined;
    return /^\d{1,9}$/.test(text) ? Number(text) : `${name} needs a number, not "${text}"`;
  };
  const seeds = numberOf('--seeds');
  const seed = numberOf('--seed');
  if (typeof seeds === 'string') return seeds;
  if (typeof seed === 'string') return seed;
  const bug = valueOf('--bug');
  if (bug !== undefined && !isBug(bug)) return `No such bug: ${bug}. Known: ${Object.keys(BUGS).join(', ')}`;
  return { seeds: seeds ?? (seed === undefined ? SEEDS_DEFAULT : 1), seed, bug, pg: argv.includes('--pg'), json: argv.includes('--json') };
}

/** Exit code: 0 when no invariant was broken (with `--bug`: when one was), 1 otherwise, 2 when the arguments make no sense. */
export async function runSimulate(
  argv: readonly string[],
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Promise<number> {
  const asked = parse(argv);
  if (typeof asked === 'string') {
    process.stderr.write(`${asked}\n`);
    return 2;
  }
  const { seeds, seed, pg, json } = asked;
  const bug = asked.bug !== undefined && isBug(asked.bug) ? asked.bug : undefined;
  const started = performance.now();
  const report = await runSimulation({ seeds, pg, ...(seed !== undefined && { seed }), ...(bug && { bug, stopAtFirst: true }) });
  const elapsedMs = Math.round(performance.now() - started);
  const found = report.violations.length;
  if (json) write(JSON.stringify({ ...report, ...(bug && { bug }), store: pg ? 'postgresql' : 'memory', elapsedMs }));
  else {
    write(`${report.seeds} seeds, ${report.events} events, ${found} violations, hash ${report.hash}, ${elapsedMs} ms`);
    for (const v of report.violations.slice(0, 10)) write(`  seed ${v.seed} after ${v.atMs} ms: ${v.name}: ${v.about}`);
    const first = report.violations[0];
    if (first && !pg) {
      const replay = await runSeed(first.seed, { trailMax: TRAIL_LINES, ...(bug && { bug }) });
      write(`seed ${first.seed} again, hash ${replay.hash}; its last events:`);
      for (const line of replay.trail) write(`  ${line}`);
    }
  }
  return (bug ? found > 0 : found === 0) ? 0 : 1;
}
