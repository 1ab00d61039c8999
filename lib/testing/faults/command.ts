/** `faults [--json] [--reduced] [--mutated N] [WORD …]`: the fault matrix for operators and CI. A word (fault, channel or column) narrows it. */
import { CHANNELS } from '@/lib/channels/model';
import { COLUMNS, type Cell } from './matrix';
import { runMatrix, type MatrixReport } from './run';

const REDUCED_PER_COLUMN = 1;
const MUTATIONS = 10_000;
const REDUCED_MUTATIONS = 1_000;
const FAILURES_SHOWN = 40;

/** Exit code: 0 when every cell that was run ended in its bank's truth and the books tie, 1 otherwise. */
export async function runFaults(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  const started = performance.now();
  const at = argv.indexOf('--mutated');
  const words = argv.filter((a, i) => !a.startsWith('--') && (at < 0 || i !== at + 1));
  const reduced = argv.includes('--reduced');
  const mutations = at < 0 ? (reduced ? REDUCED_MUTATIONS : MUTATIONS) : Number(argv[at + 1]);
  const report = await runMatrix({ perColumn: reduced ? REDUCED_PER_COLUMN : null, words, mutations, say: (text) => void process.stderr.write(`${text}\n`) });
  const figures = figuresOf(report, reduced, Math.round((performance.now() - started) / 100) / 10);
  process.stdout.write(json ? `${JSON.stringify(figures)}\n` : `${tableOf(report)}\n${plainOf(figures)}\n`);
  return figures.failed === 0 && figures.booksTie && (figures.mutations?.accepted ?? 0) === 0 && figures.passed > 0 ? 0 : 1;
}

function figuresOf(report: MatrixReport, reduced: boolean, seconds: number) {
  const failed = report.verdicts.filter((v) => v.wrong !== null);
  const skips = report.cells.filter((c) => c.skip !== null);
  const reasons: Record<string, number> = {};
  for (const cell of skips) reasons[cell.skip!] = (reasons[cell.skip!] ?? 0) + 1;
  const notChosen = report.cells.length - skips.length - report.verdicts.length;
  if (notChosen > 0) reasons['left out of the reduced matrix'] = notChosen;
  return {
    cells: report.cells.length, passed: report.verdicts.length - failed.length, failed: failed.length, skipped: skips.length + notChosen,
    skippedWithoutReason: 0, channels: new Set(report.cells.map((c) => c.channel)).size, misbehaviours: new Set(report.cells.map((c) => c.fault)).size,
    columns: COLUMNS, reduced, booksTie: report.broken.length === 0, brokenChecks: report.broken, worldHours: report.worldHours, seconds, mutations: report.mutations,
    failures: failed.slice(0, FAILURES_SHOWN).map((v) => ({ fault: v.cell.fault, channel: v.cell.channel, column: v.cell.column, wrong: v.wrong })),
    skipReasons: reasons,
  };
}

const NAME_WIDTH = 44;
/** One row per misbehaviour, one column per channel; in each the columns of the matrix: passed ✓, failed ✗, skipped ·. */
function tableOf(report: MatrixReport): string {
  const verdictOf = new Map(report.verdicts.map((v) => [keyOf(v.cell), v.wrong === null ? '✓' : '✗']));
  const channels = CHANNELS.filter((channel) => report.cells.some((c) => c.channel === channel));
  const faults = [...new Set(report.cells.map((c) => c.fault))];
  const mark = (fault: string, channel: Cell['channel']): string => COLUMNS.map((column) => verdictOf.get(keyOf({ fault, channel, column })) ?? '·').join('');
  const rows = faults.map((fault) => `${fault.padEnd(NAME_WIDTH)}${channels.map((c) => mark(fault, c).padEnd(10)).join('')}`);
  return [`${`(${COLUMNS.join(' ')})`.padEnd(NAME_WIDTH)}${channels.map((c) => c.padEnd(10)).join('')}`, ...rows].join('\n');
}

const keyOf = (c: Pick<Cell, 'fault' | 'channel' | 'column'>): string => `${c.fault} ${c.channel} ${c.column}`;

function plainOf(figures: ReturnType<typeof figuresOf>): string {
  const { skipReasons, failures, mutations, ...counts } = figures;
  return [
    '', ...Object.entries(skipReasons).map(([why, n]) => `skipped ${String(n).padStart(5)}  ${why}`),
    ...failures.map((f) => `FAILED  ${f.fault} × ${f.channel} × ${f.column}: ${f.wrong}`),
    '', ...Object.entries(counts).map(([name, value]) => `${name.padEnd(22)} ${String(value)}`),
    ...(mutations ? [`${'changed callbacks'.padEnd(22)} ${mutations.mutated}, accepted ${mutations.accepted}`] : []),
  ].join('\n');
}
