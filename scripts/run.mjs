/** `node scripts/run.mjs FILE args…`: runs a TypeScript file of this project on a supported Node, packages in place. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runTypeScript, say } from './setup.mjs';

const [file, ...args] = process.argv.slice(2);
if (!file) {
  say('usage: node scripts/run.mjs FILE [arguments]');
  process.exit(2);
}
// A running instance leaves its addresses here, so that commands reach it without being told. What the caller set wins.
const running = join(root, '.bafang', 'run', 'env.json');
if (existsSync(running)) {
  for (const [name, value] of Object.entries(JSON.parse(readFileSync(running, 'utf8')))) process.env[name] ??= value;
}
await runTypeScript(file, args);
