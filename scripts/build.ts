/** `next build`, only when something that goes into it changed. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { contentHash } from './content-hash';

const STAMP = '.bafang/build.hash';
const SOURCES = [
  'app', 'components', 'i18n', 'lib', 'public', 'prisma/schema', 'instrumentation.ts', 'next.config.ts', 'postcss.config.mjs', 'proxy.ts', 'tsconfig.json',
  'package-lock.json', 'scripts/build.ts',
];
/** Read at run time, by other programs, or by tests only. */
const skip = (path: string): boolean =>
  /\.(test|md)\b|\.test\.tsx?$/.test(path) || /^lib\/(platform\/prisma|sandbox-bank|testing|cli)$/.test(path.replaceAll('\\', '/'));

/** @returns whether a build was made */
export async function buildIfChanged(say: (text: string) => void): Promise<boolean> {
  const wanted = contentHash(SOURCES, skip);
  if (existsSync('.next/BUILD_ID') && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return false;
  say('Building the pages (next build), about a minute …');
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'build'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  const code = await new Promise<number>((done, fail) => { child.on('error', fail); child.on('exit', (exit) => done(exit ?? 1)); });
  if (code !== 0) throw new Error(`next build failed:\n${output}`);
  mkdirSync('.bafang', { recursive: true });
  writeFileSync(STAMP, wanted);
  return true;
}
