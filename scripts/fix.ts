/** `npm run fix`: what the linters can repair by themselves. There is no formatter (docs/decisions/020). */
import { spawnSync } from 'node:child_process';

const run = (...args: readonly string[]): number => spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;

const codes = [run('node_modules/@biomejs/biome/bin/biome', 'check', '--write'), run('node_modules/oxlint/bin/oxlint', '--fix', '--quiet')];
process.exit(Math.max(...codes));
