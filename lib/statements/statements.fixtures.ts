/** Reads a file that a test made and tells what was read in one line, so that a case is its text and its truth. */
import { allReaders } from './readers';
import { inspect } from './recognise';

const readers = allReaders([]);
const HARMLESS = /currency-assumed|no-header|date-order|several-currencies|several-accounts|unsettled|partly|ragged|year-unknown/;

/** `format rows +credits/sum -debits/sum =neutral currency opening>closing first..last`, then `!` and what was warned about or refused. */
export async function toldOf(content: string | Uint8Array): Promise<string> {
  const result = await inspect(typeof content === 'string' ? Buffer.from(content) : content, 'file', readers);
  if (!result.ok) return `refused ${result.error.code}`;
  const { summary: s } = result.value;
  const rows = [...result.value.rows];
  const warned = [...new Set(s.warnings.map((w) => w.code.replace('statements.warn-', '')))].filter((code) => !HARMLESS.test(code)).sort();
  const told = [
    s.format, rows.length, `+${s.credit.count}/${s.credit.amountMinor}`, `-${s.debit.count}/${s.debit.amountMinor}`, `=${s.neutral?.count ?? 0}`,
    s.currency ?? s.statedCurrency ?? '?', `${s.openingBalanceMinor ?? ''}>${s.closingBalanceMinor ?? ''}`, s.period ? `${s.period.from}..${s.period.to}` : '-',
  ].join(' ');
  return warned.length === 0 && rows.length === s.rows ? told : `${told} ! ${warned.join(',')}`;
}
