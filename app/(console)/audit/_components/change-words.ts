/** What stands in an entry, as people read it: amounts with their sign, states and roles by their names, nothing guessed. Pure. */
import { moneyText } from '@/components/money-format';
import { STATES } from '@/components/states';
import type { Change } from '@/lib/audit';
import { isCurrency } from '@/lib/kernel/money';

export interface Words {
  /** Words of a key, or null where there are none. */
  (key: string): string | null;
}

/** Nouns of acts whose states have words under another name. */
const STATE_NOUNS: Readonly<Record<string, string>> = { 'recon-case': 'reconCase', statement: 'statementFile', 'fee-plan': 'feePlan', member: 'user', 'bill-run': 'billRun' };
const AMOUNT = /(?:^|\.)(\w*)Minor$/;

/** `currency`: the one named beside the amounts, else the institution's. */
export function valueWords(words: Words, action: string, path: string, value: string, currency: string): string {
  if (AMOUNT.test(path) && /^-?\d+$/.test(value)) return moneyText({ minor: value, currency: isCurrency(currency) ? currency : 'CNY' });
  if (value === 'true' || value === 'false') return words(value === 'true' ? 'audit.yes' : 'audit.no') ?? value;
  if (path === 'status' || path === 'state') {
    const noun = action.split('.')[0]!;
    const state = STATE_NOUNS[noun] ?? noun;
    return (state in STATES ? words(`states.${state}.${value}`) : null) ?? value;
  }
  if (path === 'roles' || path === 'escalateTo') return value.split(', ').map((role) => words(`identity.role.${role}.name`) ?? role).join(', ');
  if (path === 'kind' || path === 'kinds') return value.split(', ').map((kind) => words(`approvals.kind.${kind}`) ?? kind).join(', ');
  if (path === 'channel') return words(`approvals.value.channel.${value}`) ?? value;
  if (path === 'reason') return words(`refunds.reason.${value}`) ?? value;
  return value;
}

/** The currency an entry names, if any. */
export const currencyOf = (changes: readonly Change[]): string => changes.find((c) => c.path === 'currency')?.after ?? changes.find((c) => c.path === 'currency')?.before ?? 'CNY';

/** A field by its words; one of several levels by the words of its last. */
export const fieldWords = (words: Words, path: string): string => words(`audit.field.${path}`) ?? words(`audit.field.${path.split('.').at(-1)!}`) ?? path;
