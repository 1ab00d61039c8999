/** The shared door: what signing up asks for and how far an institution has come. */
import { z } from 'zod';
import { TEMPLATES, type TemplateCode } from '@/lib/bill-items/model';
import { slugSchema } from '@/lib/identity/model';

export const signUpInput = z.object({
  institutionName: z.string().trim().min(2).max(60),
  slug: slugSchema,
  template: z.enum(TEMPLATES),
  displayName: z.string().trim().min(1).max(60),
  email: z.email().max(200),
  password: z.string().min(1).max(200),
});
export type SignUpInput = z.infer<typeof signUpInput>;

export const beginPlanInput = z.object({ template: z.enum(TEMPLATES) });
export const templateOf = (kind: string): TemplateCode => TEMPLATES.find((code) => code === kind) ?? 'kindergarten-monthly';

export interface FirstRun {
  readonly template: TemplateCode;
  readonly channels: number;
  readonly sandbox: boolean;
  readonly plan: { readonly id: string; readonly nameZh: string; readonly nameEn: string; readonly cycleKey: string | null } | null;
  readonly payers: number;
  readonly run: { readonly status: string; readonly done: number; readonly total: number; readonly skipped: number } | null;
  readonly bills: number;
  readonly paid: number;
  /** A payer with an open bill, to try paying as. */
  readonly payerId: string | null;
}
