/** The rules after the exact key on what it left over: loaded, decided purely, written in sets. */
import { newId } from '@/lib/kernel/ports';
import type { Ctx } from '@/lib/platform/ctx';
import { post } from '@/lib/ledger';
import type { Tx } from '@/lib/platform/tx';
import type { Group, RestFact, RestLine, RestResult } from './engine/facts';
import { matchRest } from './engine/match-rest';
import type { VersionedRules } from './engine/rule-set';
import { matchId } from './match-ids';
import type { MatchScope } from './match-pairs';
import { groupSettled } from './postings';
import { factsByNumber, loadRestLines, needsText, numbersOf, openFacts, withTexts, REST_LINES_MAX, type RestScope } from './rest-facts';

export interface RestWritten {
  /** Lines matched, in pairs or groups. */
  readonly matched: number;
}

export interface RestInput {
  readonly lines: readonly RestLine[];
  readonly facts: readonly RestFact[];
  readonly forbidden: ReadonlySet<string>;
}

export async function matchLeftover(tx: Tx, ctx: Ctx, scope: MatchScope & RestScope, rules: VersionedRules): Promise<RestWritten> {
  const input = await loadRest(tx, scope);
  if (input === null) return { matched: 0 };
  const result = matchRest(input.lines, input.facts, input.forbidden, rules, scope.channel);
  const pairs = await writePairs(tx, scope, result, input.facts);
  const lines = await writeGroups(tx, ctx, scope, result.groups, input);
  await writeHints(tx, result);
  return { matched: pairs + lines };
}

/** Null where nothing is left over, or more than any file of ours would leave. */
export async function loadRest(tx: Tx, scope: RestScope): Promise<RestInput | null> {
  const [{ count }] = await tx.$queryRaw<[{ count: bigint }]>`SELECT count(*) AS count FROM leftover_line`;
  if (count === 0n || count > BigInt(REST_LINES_MAX)) return null;
  const bare = await loadRestLines(tx);
  const printed = await factsByNumber(tx, scope.channel, numbersOf(bare));
  const known = new Set(printed.map((f) => f.number));
  const mute = bare.filter((l) => needsText(l, known));
  const read = await withTexts(tx, scope.fileId, mute);
  const seen = new Set(mute.map((l) => l.id));
  const lines: RestLine[] = [...bare.filter((l) => !seen.has(l.id)), ...read];
  const told = await factsByNumber(tx, scope.channel, numbersOf(read));
  const facts = new Map<string, RestFact>();
  for (const fact of [...printed, ...told, ...(await openFacts(tx, scope.channel))]) facts.set(fact.id, fact);
  return { lines, facts: [...facts.values()], forbidden: await forbiddenPairs(tx, lines) };
}

/** Pairs that a person took apart, and those a person said do not belong together. What was taken apart is little: it is looked up line by line, not looked for among every match there is. */
async function forbiddenPairs(tx: Tx, lines: readonly RestLine[]): Promise<Set<string>> {
  const ids = lines.map((l) => l.id.toString());
  const rows = await tx.$queryRaw<{ line_id: bigint; side_id: string }[]>`
    WITH undone AS MATERIALIZED (
      SELECT m.* FROM unnest(${ids}::bigint[]) AS i(id)
      CROSS JOIN LATERAL (SELECT line_id, side_id, group_id FROM recon_match WHERE line_id = i.id AND undone_at IS NOT NULL OFFSET 0) m
    )
    SELECT line_id, side_id FROM undone WHERE side_id IS NOT NULL
    UNION SELECT line_id, side_id FROM recon_dismissal WHERE line_id = ANY(${ids}::bigint[])
    UNION SELECT u.line_id, s.side_id FROM undone u
      CROSS JOIN LATERAL (SELECT side_id FROM recon_match WHERE group_id = u.group_id AND side_id IS NOT NULL OFFSET 0) s`;
  return new Set(rows.map((r) => `${r.line_id} ${r.side_id}`));
}

const PAGE = 5_000;

async function writePairs(tx: Tx, s: MatchScope, result: RestResult, facts: readonly RestFact[]): Promise<number> {
  const kinds = new Map(facts.map((f) => [f.id, f.kind]));
  let written = 0;
  for (let from = 0; from < result.pairs.length; from += PAGE) {
    const rows = JSON.stringify(result.pairs.slice(from, from + PAGE).map((p) => (
      { line_id: p.lineId.toString(), kind: kinds.get(p.factId), side_id: p.factId, rule: p.rule, reasons: p.evidence })));
    written += await tx.$executeRaw`
      INSERT INTO recon_match (id, institution_id, run_id, line_id, side_kind, side_id, rule, rule_version, reasons, matched_by, matched_at)
      SELECT t.line_id, ${s.institutionId}, ${s.runId}, t.line_id, t.kind, t.side_id, t.rule, ${s.ruleVersion}::int, t.reasons, ${s.actor}, ${s.at}::timestamptz
      FROM jsonb_to_recordset(${rows}::jsonb) AS t(line_id bigint, kind text, side_id text, rule text, reasons text[]) ON CONFLICT DO NOTHING`;
  }
  return written;
}

/** One row per element and one entry per group: what arrives is the lines' money, what leaves clearing is the facts', between them lies the fee. */
async function writeGroups(tx: Tx, ctx: Ctx, s: MatchScope, groups: readonly Group[], input: RestInput): Promise<number> {
  const [lines, facts] = [new Map(input.lines.map((l) => [l.id, l])), new Map(input.facts.map((f) => [f.id, f]))];
  let matched = 0;
  for (const found of groups) {
    const groupId = newId('match', ctx);
    const rows = JSON.stringify([
      ...found.lineIds.map((id) => ({ line_id: id.toString() })), ...found.factIds.map((id) => ({ kind: facts.get(id)!.kind, side_id: id })),
    ]);
    await tx.$executeRaw`
      INSERT INTO recon_match (id, institution_id, run_id, group_id, line_id, side_kind, side_id, rule, rule_version, reasons, matched_by, matched_at)
      SELECT ${matchId}, ${s.institutionId}, ${s.runId}, ${groupId}, t.line_id, t.kind, t.side_id, ${found.rule}, ${s.ruleVersion}::int, ${[...found.evidence]}, ${s.actor},
        ${s.at}::timestamptz FROM jsonb_to_recordset(${rows}::jsonb) AS t(line_id bigint, kind text, side_id text)`;
    matched += found.lineIds.length;
    const entry = groupSettled(
      { key: `settled:${groupId}`, at: ctx.clock.now(), subjectKind: 'recon-match', subjectId: groupId, channel: s.channel, memo: found.rule },
      found.lineIds.map((id) => lines.get(id)!), found.factIds.map((id) => facts.get(id)!));
    if (entry) await post(tx, ctx, [entry]);
  }
  return matched;
}

/** What is known about lines that stay: the classification reads it from the table it works on. */
async function writeHints(tx: Tx, result: RestResult): Promise<void> {
  for (let from = 0; from < result.hints.length; from += PAGE) {
    const rows = JSON.stringify(result.hints.slice(from, from + PAGE).map((h) => ({ id: h.lineId.toString(), number: h.number, kind: h.kind })));
    await tx.$executeRaw`UPDATE leftover_line l SET hint = t.kind, merchant_no = coalesce(t.number, l.merchant_no)
      FROM jsonb_to_recordset(${rows}::jsonb) AS t(id bigint, number text, kind text) WHERE l.id = t.id`;
  }
}
