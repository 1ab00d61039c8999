/** Which money event moves which accounts: the ledger's own table, as text and as a picture. */
import { ACCOUNTS, describeAccount } from '@/lib/ledger/chart';
import { POSTING_RULES, type PostingRule } from '@/lib/ledger/postings';
import { code, fence, table } from './markdown';

const rules: readonly (readonly [string, readonly PostingRule[]])[] = Object.entries(POSTING_RULES);

export function postingSections(): Record<string, string> {
  return { postings: postingTable(), 'posting-flow': fence('mermaid', postingFlow()) };
}

function accountOf(rule: PostingRule): string {
  if (rule.account === 'lines') return '‹account of each line›';
  return rule.account === 'clearing' || rule.account === 'bank' ? ACCOUNTS[rule.account]('‹channel›') : ACCOUNTS[rule.account];
}

function nameOf(rule: PostingRule): string {
  if (rule.account === 'lines') return '各账单项科目 the bill lines’ own accounts';
  const code = rule.account === 'clearing' || rule.account === 'bank' ? ACCOUNTS[rule.account]('x').split('.')[0]! : ACCOUNTS[rule.account];
  const { zh, en } = describeAccount(code);
  return `${zh} ${en}`;
}

const side = (all: readonly PostingRule[], wanted: PostingRule['side']): string =>
  all.filter((rule) => rule.side === wanted).map((rule) => `${code(accountOf(rule))} ${nameOf(rule)}${rule.amount === 'amount' ? '' : ` (${rule.amount})`}`).join('; ');

const postingTable = (): string =>
  table(['event', 'debit', 'credit'], rules.map(([event, all]) => [code(event), side(all, 'debit'), side(all, 'credit')]));

/** Value flows from the credited account to the debited one; an arrow carries the event's name. */
function postingFlow(): string {
  const all = rules.flatMap(([, lines]) => lines);
  const boxes = [...new Map(all.map((rule) => [rule.account, `  ${rule.account}["${nameOf(rule)}"]`])).values()];
  const arrows = rules.flatMap(([event, lines]) => {
    const credits = lines.filter((rule) => rule.side === 'credit');
    return lines.filter((rule) => rule.side === 'debit').flatMap((to) => credits.map((from) => ({ from: from.account, to: to.account, event })));
  });
  const byEnds = Map.groupBy(arrows, ({ from, to }) => `${from} ${to}`);
  return ['flowchart LR', ...boxes, ...[...byEnds.values()].map((same) => `  ${same[0]!.from} -- "${same.map(({ event }) => event).join('<br/>')}" --> ${same[0]!.to}`)].join('\n');
}
