/** Settings of the sandbox bank, parsed once from the environment. It refuses to start rather than run with a half-understood one. */
import { z } from 'zod';

export const OptionsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(4100),
  host: z.string().min(1).max(255).default('127.0.0.1'),
  dataDir: z.string().min(1).max(1_000).default('.bafang/sandbox'),
  seed: z.string().min(1).max(100).default('bafang'),
  /** How many times faster than life the banks' retry schedules and refund delays run. */
  timeScale: z.coerce.number().positive().max(1_000_000).default(1),
  /** Address the platform and browsers reach this program at; by default what the request's Host header says. */
  publicUrl: z.url().max(500).optional(),
  /** Bank-side work on an asynchronous refund before its outcome is known, milliseconds before scaling. */
  refundDelayMs: z.coerce.number().int().min(0).max(86_400_000).default(1_000),
});
export type Options = z.infer<typeof OptionsSchema>;

export const optionsFromEnv = (env: Readonly<Record<string, string | undefined>>): Options =>
  OptionsSchema.parse({
    port: env.SANDBOX_PORT,
    host: env.SANDBOX_HOST,
    dataDir: env.SANDBOX_DATA_DIR,
    seed: env.SANDBOX_SEED,
    timeScale: env.SANDBOX_TIME_SCALE,
    publicUrl: env.SANDBOX_PUBLIC_URL,
    refundDelayMs: env.SANDBOX_REFUND_DELAY_MS,
  });
