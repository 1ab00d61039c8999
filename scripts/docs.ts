/**
 * `npm run -s docs`: fills the marked sections of docs/ and of the modules' READMEs from the data they describe; `--check` only says what is
 * stale. A section stands between `<!-- name -->` and `<!-- /name -->`; what is outside belongs to people.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { filesBelow } from './content-hash';
import { loadSections } from './docs/sections';

const check = process.argv.includes('--check');
const sections = await loadSections();
const used = new Set<string>();
const stale: string[] = [];
const wrong: string[] = [];

for (const path of [...filesBelow('docs'), ...filesBelow('lib')].filter((file) => file.endsWith('.md'))) {
  const before = readFileSync(path, 'utf8');
  const after = fill(path, before);
  if (after === before) continue;
  stale.push(path);
  if (!check) writeFileSync(path, after);
}
for (const name of sections.keys()) if (!used.has(name) && !name.startsWith('machine:')) wrong.push(`section ${name} is shown nowhere`);

for (const text of wrong) process.stderr.write(`${text}\n`);
for (const path of stale) process.stdout.write(`${check ? 'stale' : 'written'} ${path}\n`);
if (check && stale.length > 0) process.stdout.write('Run `npm run -s docs` and commit what it writes.\n');
process.exit(wrong.length > 0 || (check && stale.length > 0) ? 1 : 0);

function fill(path: string, text: string): string {
  return text.replace(/<!-- ([a-z][a-z:-]*) -->\n[\s\S]*?<!-- \/\1 -->/g, (_, name: string) => {
    used.add(name);
    const body = sections.get(name);
    if (body === undefined) wrong.push(`${path}: no such section: ${name}`);
    return `<!-- ${name} -->\n${body ?? ''}\n<!-- /${name} -->`;
  });
}
