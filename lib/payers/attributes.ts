/** What is known of payers beside name and address, with its type: the import checks and tidies it, plans price by it. Pure. */
import { isBusinessDate } from '@/lib/kernel/time';
import type { AttributeType, PayerRowCause } from './model';

const YES: ReadonlySet<string> = new Set(['yes', 'y', 'true', '1', '是', '有', '√']);
const NO: ReadonlySet<string> = new Set(['no', 'n', 'false', '0', '否', '无', '×']);

/** The value as plans compare it (yes/no, 2026-12-05, 22.5), or why it is none. */
export function typedValue(type: Pick<AttributeType, 'kind' | 'choices'>, text: string): { readonly value: string } | { readonly cause: PayerRowCause } {
  switch (type.kind) {
    case 'text':
      return { value: text };
    case 'number': {
      const plain = text.replaceAll(',', '');
      return /^\d{1,12}(\.\d{1,3})?$/.test(plain) ? { value: plain } : { cause: 'not-a-number' };
    }
    case 'yes-no': {
      const word = text.toLowerCase();
      return YES.has(word) ? { value: 'yes' } : NO.has(word) ? { value: 'no' } : { cause: 'not-yes-or-no' };
    }
    case 'date': {
      const parts = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:\s.*)?$/.exec(text);
      const date = parts ? `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}` : '';
      return isBusinessDate(date) ? { value: date } : { cause: 'not-a-date' };
    }
    case 'choice':
      return type.choices.includes(text) ? { value: text } : { cause: 'not-a-choice' };
  }
}
