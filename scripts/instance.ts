/** One instance of Bafang: its programs and the environment each of them gets. `npm start` and the browser tests start the same thing. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Supervisor } from './supervisor';

export interface InstanceSettings {
  readonly dev: boolean;
  readonly mode: 'sandbox' | 'test' | 'production';
  readonly appUrl: string;
  readonly port: number;
  readonly sandboxPort: number;
  readonly dataDir: string;
  readonly publicUrl?: string;
}

export type InstanceEnv = Readonly<Record<string, string | undefined>>;

/** Addresses other programs need to find this instance; kept beside the data while it runs. */
export function instanceEnv(settings: InstanceSettings): Record<string, string> {
  const production = settings.mode === 'production';
  return {
    BAFANG_ENV: settings.mode,
    BAFANG_DATA_DIR: settings.dataDir,
    DATABASE_APP_URL: settings.appUrl,
    PORT: String(settings.port),
    PUBLIC_URL: settings.publicUrl ?? `http://127.0.0.1:${settings.port}`,
    ...(production ? {} : { SANDBOX_BANK_URL: `http://127.0.0.1:${settings.sandboxPort}`, SANDBOX_PORT: String(settings.sandboxPort) }),
  };
}

function programEnv(settings: InstanceSettings): InstanceEnv {
  const own = instanceEnv(settings);
  return {
    ...process.env,
    // The owner's login stays with the set-up: what runs all day may not change tables.
    DATABASE_URL: undefined,
    NODE_ENV: settings.dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NEXTAUTH_URL: own.PUBLIC_URL,
    SANDBOX_DATA_DIR: `${settings.dataDir}/sandbox`,
    ...own,
  };
}

/** Sandbox bank first, because the demo data introduces merchants to it; then the demo data; then what works with it. */
export async function startInstance(supervisor: Supervisor, settings: InstanceSettings): Promise<void> {
  const env = programEnv(settings);
  if (settings.mode !== 'production') {
    supervisor.run({ name: 'bank', file: 'lib/sandbox-bank/main.ts', env });
    await untilAnswers(`http://127.0.0.1:${settings.sandboxPort}/`, 30_000, () => true, 'The sandbox bank');
    await seed(env);
  }
  supervisor.run({ name: 'worker', file: 'lib/worker/main.ts', env });
  supervisor.run({ name: 'web', file: 'server.ts', env });
}

export const untilReady = (port: number, timeoutMs: number): Promise<void> =>
  untilAnswers(`http://127.0.0.1:${port}/api/health`, timeoutMs, (status) => status === 200, 'Bafang');

async function untilAnswers(url: string, timeoutMs: number, good: (status: number) => boolean, who: string): Promise<void> {
  let last = 'no answer';
  for (const end = performance.now() + timeoutMs; performance.now() < end; await pause(100)) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
      if (good(response.status)) {
        await response.body?.cancel();
        return;
      }
      last = `${response.status} ${await response.text()}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
  }
  throw new Error(`${who} was not ready within ${timeoutMs / 1000} s (${url}: ${last.slice(0, 300)}).`);
}

/** Demo data: safe to run at every start, quick when there is nothing to do. Goes through the product's own commands and login. */
async function seed(env: InstanceEnv): Promise<void> {
  const file = 'prisma/seed/main.ts';
  if (!existsSync(file)) return;
  const child = spawn(process.execPath, ['--import', 'tsx', file], { env: env as NodeJS.ProcessEnv, stdio: ['ignore', 2, 2] });
  const code = await new Promise<number>((done, fail) => { child.on('error', fail); child.on('exit', (exit) => done(exit ?? 1)); });
  if (code !== 0) throw new Error('The demo data could not be made; see above.');
}
