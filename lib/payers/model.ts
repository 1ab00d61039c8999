/** The shared door: what an import says about a file, and how payers look from outside. Names and phones are masked unless one may see them. */
import { z } from 'zod';

export const IMPORT_ROWS_MAX = 200_000;
/** Bad rows told one by one; beyond it only counted. */
export const BAD_ROWS_SHOWN = 1_000;

/** Why one row of a payers file cannot be taken; the row is named, the others go on. */
export const PAYER_ROW_CAUSES = [
  'missing-number',
  'bad-number',
  'missing-name',
  'name-too-long',
  'bad-phone',
  'bad-email',
  'bad-group',
  'value-too-long',
  'twice-in-file',
  'not-a-number',
  'not-yes-or-no',
  'not-a-date',
  'not-a-choice',
] as const;
export type PayerRowCause = (typeof PAYER_ROW_CAUSES)[number];

export interface BadRow<C extends string> {
  /** Line of the file as a spreadsheet shows it. */
  readonly line: number;
  readonly column: string;
  readonly cause: C;
}

export interface ImportReport<C extends string> {
  readonly encoding: string;
  /** Data rows of the file, good and bad. */
  readonly rows: number;
  readonly good: number;
  readonly badCount: number;
  readonly bad: readonly BadRow<C>[];
  /** All bad rows as CSV, as they were, with line and cause behind them; null when there are none. */
  readonly badFile: string | null;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  /** False for a dry run: nothing was written. */
  readonly applied: boolean;
}
export type PayerImportReport = ImportReport<PayerRowCause> & { readonly attributes: readonly string[] };

/** A custom attribute: how plans ask for it (`mealDays`), kept as text. */
export const attributesSchema = z.record(z.string().regex(/^[a-z][a-zA-Z0-9_]{0,31}$/), z.string().max(120));
export type Attributes = z.infer<typeof attributesSchema>;

export const PAYER_STATES = ['active', 'left'] as const;
const entry = (max: number) => z.string().trim().max(max);
/** A payer as the form sends it; empty = not known. `payerId` null = a new one. */
export const savePayerInput = z.object({
  payerId: z.string().min(1).max(40).nullable(), number: entry(40), name: entry(200), phone: entry(40), email: entry(200), group: entry(100), family: entry(60),
  status: z.enum(PAYER_STATES), attributes: z.record(z.string().regex(/^[a-z][a-zA-Z0-9_]{0,31}$/), entry(200)),
});
export type SavePayerInput = z.infer<typeof savePayerInput>;

export interface PayerRow {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly group: { readonly code: string; readonly name: string } | null;
  readonly paymentCode: string;
  readonly status: string;
}

export interface PayerDetail extends PayerRow {
  readonly attributes: Attributes;
  readonly family: string | null;
  /** Whether name and phone above are shown whole. */
  readonly personal: boolean;
  readonly createdAt: string;
}

export interface GroupView {
  readonly code: string;
  readonly name: string;
  /** Code of the group above; null at the top. */
  readonly parent: string | null;
  /** 0 at the top; groups come as a tree is read, each before those below it. */
  readonly depth: number;
  /** Active payers of the group itself, and of everything below it too. */
  readonly payers: number;
  readonly payersBelow: number;
}
const groupCode = z.string().trim().min(1).max(32);
export const saveGroupInput = z.object({ code: groupCode, name: z.string().trim().min(1).max(60), parent: groupCode.nullable() });
export type SaveGroupInput = z.infer<typeof saveGroupInput>;

export const ATTRIBUTES_MAX = 60;
export const ATTRIBUTE_KINDS = ['text', 'number', 'yes-no', 'date', 'choice'] as const;
export const attributeTypeSchema = z.object({
  name: z.string().regex(/^[a-z][a-zA-Z0-9_]{0,31}$/), kind: z.enum(ATTRIBUTE_KINDS), labelZh: z.string().trim().min(1).max(40), labelEn: z.string().trim().min(1).max(40),
  choices: z.array(z.string().trim().min(1).max(60)).max(50),
});
export type AttributeType = z.infer<typeof attributeTypeSchema>;
export type SaveAttributeInput = AttributeType;
/** `typed` false: it turned up in a file and nobody has said what it is. */
export type AttributeView = AttributeType & { readonly typed: boolean; readonly payers: number };

/** How long a link opens: once within a week, for thirty days, or until it is revoked (five years at most). */
export const LINK_KINDS = ['once', 'month', 'lasting'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];
export const linkKindSchema = z.enum(LINK_KINDS);

/** A signed link, shown once: only its hash is kept. */
export interface PayerLinkView {
  readonly kind: LinkKind;
  readonly path: string;
  readonly url: string;
  readonly expiresAt: string;
}

/** Where a payer's page opens; the token names the institution and proves the right to one payer's bills. */
export const payerLinkPath = (token: string): string => `/pay/l/${token}`;
