/** Playwright's global set-up: a whole instance, as `npm start` starts it, on free ports and on a database of its own. */
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instanceEnv, startInstance, untilReady } from '@/scripts/instance';
import { freePort } from '@/scripts/postgres/server';
import { supervise } from '@/scripts/supervisor';
import { createTestDatabase } from './database';
import { openTestServer } from './test-server';

const LOG = '.bafang/reports/instance.log';
const READY_MS = 90_000;

/** Tests find the instance by the environment: `BAFANG_URL`, `BAFANG_SANDBOX_URL`, `BAFANG_DEMO` (file with the sign-ins). */
export default async function setup(): Promise<() => Promise<void>> {
  const database = await createTestDatabase(await openTestServer());
  const dataDir = mkdtempSync(join(tmpdir(), 'bafang-e2e-'));
  mkdirSync('.bafang/reports', { recursive: true });
  const log = createWriteStream(LOG);
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const settings = { dev: false, mode: 'sandbox' as const, appUrl: database.appUrl, port, sandboxPort, dataDir };
  const supervisor = supervise((line) => void log.write(`${line}\n`), (name) => log.write(`${name} keeps crashing\n`));
  const stop = async () => {
    await supervisor.stop();
    log.end();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await startInstance(supervisor, settings);
    await untilReady(port, READY_MS);
  } catch (error) {
    await stop();
    throw new Error(`The instance for the browser tests did not come up; its log is ${LOG}.`, { cause: error });
  }
  const env = instanceEnv(settings);
  Object.assign(process.env, {
    BAFANG_URL: env.PUBLIC_URL, BAFANG_SANDBOX_URL: env.SANDBOX_BANK_URL, BAFANG_DEMO: join(dataDir, 'demo.json'), BAFANG_ADMIN_URL: database.adminUrl,
  });
  return stop;
}
