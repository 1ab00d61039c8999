/** Compares what was concluded with the truth, decision by decision. */
import { withTx } from '@/lib/platform/tx';
import { PLACE_BITS } from '../line-ids';
import type { Desk } from '../reconciliation.fixtures';
import type { Corpus, CorpusLine } from './world.fixtures';

export interface Score {
  readonly lines: number;
  /** Cases: how many of those opened are right, how many of those planted were found. */
  readonly precision: number;
  readonly recall: number;
  /** Matches of lines with facts. */
  readonly f1: number;
  /** Lines matched with something else than the truth. */
  readonly falseAutoMatches: number;
  /** What went wrong, at most ten of them. */
  readonly mistakes: readonly string[];
}

interface Concluded { readonly facts: ReadonlyMap<number, ReadonlySet<string>>; readonly matched: ReadonlySet<number>; readonly cases: readonly { line: number | null; side: string | null; reason: string }[] }

async function concluded(desk: Desk, fileId: string): Promise<Concluded> {
  return withTx(desk.clerk, async (tx) => {
    const { seq } = await tx.statement_file.findUniqueOrThrow({ where: { id: fileId }, select: { seq: true } });
    const [from, to] = [seq << PLACE_BITS, (seq + 1n) << PLACE_BITS];
    const pairs = await tx.$queryRaw<{ line_id: bigint; side_id: string | null }[]>`
      SELECT m.line_id, coalesce(m.side_id, s.side_id) AS side_id FROM recon_match m
      LEFT JOIN recon_match s ON s.group_id = m.group_id AND s.side_id IS NOT NULL AND s.undone_at IS NULL
      WHERE m.id >= ${from} AND m.id < ${to}`;
    const cases = await tx.$queryRaw<{ line_id: bigint | null; side_id: string | null; reason: string }[]>`SELECT line_id, side_id, reason FROM recon_case WHERE status <> 'matched'`;
    const place = (id: bigint) => Number(id - from);
    const facts = new Map<number, Set<string>>();
    for (const p of pairs) {
      const set = facts.get(place(p.line_id)) ?? new Set<string>();
      if (p.side_id !== null) set.add(p.side_id);
      facts.set(place(p.line_id), set);
    }
    return {
      facts, matched: new Set(facts.keys()), cases: cases.map((c) => ({ line: c.line_id === null ? null : place(c.line_id), side: c.line_id === null ? c.side_id : null, reason: c.reason })),
    };
  }, { timeoutMs: 120_000 });
}

export async function scoreCorpus(desk: Desk, fileId: string, corpus: Corpus, order: readonly CorpusLine[] = corpus.lines): Promise<Score> {
  const found = await concluded(desk, fileId);
  const mistakes: string[] = [];
  const note = (text: string) => { if (mistakes.length < 10) mistakes.push(text); };
  const wanted = new Set<string>();
  let [right, wrong, missed] = [0, 0, 0];
  order.forEach((line, i) => {
    const place = i + 1;
    const { truth, label } = line;
    if (truth.kind === 'case') wanted.add(`line ${place} ${truth.reason}`);
    if (label === 'fee-differs') wanted.add(`line ${place} fee-differs`);
    const facts = found.facts.get(place);
    const same = truth.kind !== 'case' && facts !== undefined && equal(facts, truth.kind === 'matched' ? truth.facts : []);
    if (same) right++;
    else if (facts) { wrong++; note(`${label}: line ${place} was matched with ${[...facts].join(',') || 'a reversal'}`); }
    else if (truth.kind !== 'case') { missed++; note(`${label}: line ${place} was not matched`); }
  });
  for (const [id, truth] of corpus.factTruth) wanted.add(`fact ${id} ${truth.reason}`);
  let good = 0;
  for (const c of found.cases) {
    const key = c.line === null ? `fact ${c.side} ${c.reason}` : `line ${c.line} ${c.reason}`;
    if (wanted.delete(key)) good++;
    else note(`case ${key} (${c.line === null ? corpus.factTruth.get(c.side ?? '')?.label : order[c.line - 1]?.label}) was not planted`);
  }
  for (const key of wanted) note(`planted ${key} (${labelOf(key, corpus, order)}) was not found`);
  const planted = good + wanted.size;
  return {
    lines: order.length, precision: ratio(good, found.cases.length), recall: ratio(good, planted), f1: ratio(2 * right, 2 * right + wrong + missed), falseAutoMatches: wrong, mistakes,
  };
}

const labelOf = (key: string, corpus: Corpus, order: readonly CorpusLine[]): string | undefined => {
  const [kind, subject = ''] = key.split(' ');
  return kind === 'line' ? order[Number.parseInt(subject, 10) - 1]?.label : corpus.factTruth.get(subject)?.label;
};
const equal = (a: ReadonlySet<string>, b: readonly string[]): boolean => a.size === b.length && b.every((x) => a.has(x));
const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : Math.round((part / whole) * 1e6) / 1e6);
