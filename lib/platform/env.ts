/** The environment, read once and parsed. This is the only file that looks at `process.env`. */
import { z } from 'zod';

const schema = z.object({
  BAFANG_ENV: z.enum(['sandbox', 'test', 'production']).default('sandbox'),
  NODE_ENV: z.string().default('development'),
  /** Login of the runtime role; owns nothing, cannot bypass row security. */
  DATABASE_APP_URL: z.string().optional(),
  DATABASE_POOL: z.coerce.number().int().min(1).max(100).default(10),
  /** Address to listen on. Default: this machine only, and every address in production. */
  HOST: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  /** Address payers, staff and banks reach us at, without a trailing slash. */
  PUBLIC_URL: z.string().url().optional(),
  /** 64 hex digits. Without it the key file in the data folder is used (made at first start, never in production). */
  BAFANG_MASTER_KEY: z.string().regex(/^[0-9a-f]{64}$/i).optional(),
  BAFANG_DATA_DIR: z.string().default('.bafang'),
  SANDBOX_BANK_URL: z.string().url().optional(),
  /** Whether strangers may found an institution. Default: open, and closed in production. */
  BAFANG_SIGN_UP: z.enum(['open', 'closed']).optional(),
  /** `smtp://relay:25` or `smtps://user:password@relay`. Without it, outside production, mail lies in the data folder. */
  MAIL_URL: z.string().url().optional(),
  MAIL_FROM: z.string().max(200).default('bafang@localhost.localdomain'),
  TRUST_PROXY: z.enum(['0', '1']).default('0'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** Named crash point for tests: the process kills itself there. Refused in production. */
  CRASH_AT: z.string().optional(),
});

export type Env = z.infer<typeof schema> & { readonly publicUrl: string };

let cached: Env | undefined;

export function env(): Env {
  if (!cached) {
    const parsed = schema.parse(process.env);
    cached = { ...parsed, publicUrl: (parsed.PUBLIC_URL ?? `http://127.0.0.1:${parsed.PORT}`).replace(/\/$/, '') };
  }
  return cached;
}

export interface ReadinessProblem {
  readonly cause: string;
  readonly nextStep: string;
}

/** What stops this environment from being production; empty when it may run. Always empty outside production. */
export function productionProblems(vars: Record<string, string | undefined> = process.env): ReadinessProblem[] {
  if (vars.BAFANG_ENV !== 'production') return [];
  const problems: ReadinessProblem[] = [];
  const need = (bad: boolean, cause: string, nextStep: string) => {
    if (bad) problems.push({ cause, nextStep });
  };
  need(!vars.PUBLIC_URL?.startsWith('https://'), 'PUBLIC_URL is missing or not https', 'Set PUBLIC_URL to the address banks and payers reach.');
  need(!vars.BAFANG_MASTER_KEY, 'BAFANG_MASTER_KEY is missing', 'Set it to 64 hex digits from your key service; a generated key file is refused.');
  need(/^(.)\1+$/.test(vars.BAFANG_MASTER_KEY ?? ''), 'BAFANG_MASTER_KEY is a default value', 'Use 32 random bytes.');
  need(!vars.DATABASE_URL, 'DATABASE_URL is missing', 'Point it at your PostgreSQL; the built-in one is for trying and for tests.');
  need(Boolean(vars.SANDBOX_BANK_URL), 'SANDBOX_BANK_URL is set', 'Unset it: the sandbox bank is refused in production.');
  need(Boolean(vars.CRASH_AT), 'CRASH_AT is set', 'Unset it: crash points are for tests.');
  return problems;
}
