/** The Prisma client, generated when the schema changed since the last time. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { contentHash } from '../content-hash';
import { withLock } from '../process-lock';

const STAMP = '.bafang/generated.hash';

/** @returns whether anything had to be generated */
export async function generate(force = false): Promise<boolean> {
  const fresh = () => existsSync('lib/platform/prisma/client.ts') && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;
  const wanted = contentHash(['prisma/schema', 'prisma.config.ts', 'node_modules/prisma/package.json']);
  if (!force && fresh()) return false;
  return withLock('.bafang/generate.lock', async () => {
    if (!force && fresh()) return false;
    // The tool looks for a native engine before anything else and would download it; any existing file satisfies it, none is ever run.
    const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' };
    const result = spawnSync(process.execPath, ['node_modules/prisma/build/index.js', 'generate', '--no-hints'], { env, encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`prisma generate failed:\n${result.stdout}${result.stderr}`);
    mkdirSync(dirname(STAMP), { recursive: true });
    writeFileSync(STAMP, wanted);
    return true;
  });
}
