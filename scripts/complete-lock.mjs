/**
 * A registry that holds the packages of one platform only makes npm write a lock file without those of the others, and `npm ci` refuses such
 * a file, here and everywhere else. This adds the missing optional packages: version and platform, nothing that would have to be fetched
 * to know. Run it after every `npm install`; `--check` only looks.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const OS = { android: 'android', darwin: 'darwin', linux: 'linux', win32: 'win32', windows: 'win32', freebsd: 'freebsd', openbsd: 'openbsd', netbsd: 'netbsd', sunos: 'sunos', aix: 'aix', openharmony: 'openharmony' };
const CPU = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'loong64', 'mips64el'];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
  Object.entries(entry.optionalDependencies ?? {}).filter(([name]) => !resolves(path, name)).map(([name, range]) => ({ path, entry, name, range })));

/** Looked up as Node does: beside the package, then in every folder above. */
function resolves(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

for (const { entry, name, range } of missing) {
  const words = name.split(/[/-]/);
  const os = words.map((word) => OS[word]).find(Boolean);
  const cpu = CPU.find((one) => words.includes(one));
  if (!os && !cpu) throw new Error(`${name} is missing from ${FILE} and its name does not say for which platform it is.`);
  lock.packages[`node_modules/${name}`] = {
    version: /\d+\.\d+\.\d+\S*/.exec(range)?.[0],
    ...(cpu && { cpu: [cpu] }),
    ...(entry.dev && { dev: true }),
    ...(words.includes('musl') || words.includes('musleabihf') ? { libc: ['musl'] } : {}),
    optional: true,
    ...(os && { os: [os] }),
  };
}

if (process.argv.includes('--check')) {
  if (missing.length > 0) process.stderr.write(`${FILE} lacks ${missing.length} packages of other platforms: run "node scripts/complete-lock.mjs".\n`);
  process.exit(missing.length > 0 ? 1 : 0);
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
if (missing.length > 0) writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
process.stderr.write(`${missing.length} packages added to ${FILE}.\n`);
