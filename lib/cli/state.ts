/** `state payment|bill|refund|account REF [--at MOMENT] [--institution SLUG] [--json]`: how it stood at any moment, from what was only ever added. */
import { parseArgs } from 'node:util';
import { moneyText } from '@/components/money-format';
import { instant } from '@/lib/kernel/time';
import { systemClock } from '@/lib/platform/clock';
import { systemCtx } from '@/lib/platform/ctx';
import { pastState } from '@/lib/reports';
import { PAST_KINDS, type PastState } from '@/lib/reports/model';
import { institutionsOf, withDatabase } from './place';

const USAGE = `Usage: npm run -s bafang -- state ${PAST_KINDS.join('|')} NUMBER [--at 2026-11-22T10:00:00+08:00] [--institution SLUG] [--json]\n`;

export async function runState(argv: readonly string[]): Promise<number> {
  const { values, positionals: [word, ref] } = parseArgs({
    args: [...argv], allowPositionals: true, options: { at: { type: 'string' }, institution: { type: 'string' }, json: { type: 'boolean' } },
  });
  const kind = PAST_KINDS.find((one) => one === word);
  const at = values.at === undefined ? systemClock.now() : instant(Date.parse(values.at));
  if (!kind || !ref || Number.isNaN(at)) {
    process.stderr.write(USAGE);
    return 2;
  }
  return withDatabase(async () => {
    for (const { id, slug } of await institutionsOf(values.institution)) {
      const state = await pastState(systemCtx('command-line', id), { kind, ref, at });
      if (!state) continue;
      process.stdout.write(values.json ? `${JSON.stringify({ institution: slug, ...state })}\n` : `${inWords(slug, state)}\n`);
      return 0;
    }
    process.stderr.write(`no ${kind} ${ref}\n`);
    return 1;
  });
}

function inWords(slug: string, state: PastState): string {
  const head = `${slug}: ${state.kind} ${state.number} at ${state.at}: ${state.existed ? state.status ?? '' : 'not there yet'}`;
  return [
    head, ...state.facts.map((fact) => `  ${fact.name}: ${moneyText(fact.amount)}`), ...state.others.map((other) => `  ${other.noun} ${other.number}: ${other.status ?? ''} ${moneyText(other.amount)}`),
    ...state.steps.map((step) => `  ${step.at} ${step.noun} ${step.event}: ${step.from} → ${step.to} (${step.actor})`),
    ...state.vouchers.map((voucher) => `  ${voucher.at} voucher ${voucher.entryId} ${voucher.kind}`), ...state.lines.map((line) => `  ${line.at} voucher ${line.entryId} ${line.kind} ${moneyText(line.amount)}`),
  ].join('\n');
}
