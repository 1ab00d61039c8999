/** `npm run format`: the one way the sources are laid out. */
import { spawnSync } from 'node:child_process';

const result = spawnSync(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '--unsafe'], { stdio: 'inherit' });
process.exit(result.status ?? 1);
