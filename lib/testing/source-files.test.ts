import { expect, test } from 'vitest';
import { blank, functionsOf, importsOf, type SourceFile } from './source-files';

const file = (text: string): SourceFile => ({ path: 'x.ts', text, code: blank(text) });

test('what stands in comments, strings, templates and regular expressions is not taken for code', () => {
  const text = "const a = 'Date.now()'; // Date.now()\n/* Date.now() */ const b = `Date.now() ${c('}')} Date.now()`; const r = /Date.now()'/; Math.random();";
  expect(blank(text)).not.toContain('Date.now');
  expect(blank(text)).toContain('Math.random()');
  expect(blank(text)).toHaveLength(text.length);
  expect(blank("a / b; const x = 'y'; c / d")).toBe("a / b; const x = ' '; c / d");
});

test('every way to import is seen, with its line, and imports in comments are not', () => {
  const text = [
    "import { a } from '@/lib/a';", "import type { B } from '@/lib/b';", "import './c';", "export * from './d';", 'export { e } from "./e";',
    "const f = await import('./f');", "// import './g'", "const h = \"import './h'\";", 'import {', '  i,', "} from './i';",
  ].join('\n');
  expect(importsOf(file(text))).toEqual([
    { specifier: '@/lib/a', line: 1, typeOnly: false }, { specifier: '@/lib/b', line: 2, typeOnly: true }, { specifier: './c', line: 3, typeOnly: false },
    { specifier: './d', line: 4, typeOnly: false }, { specifier: './e', line: 5, typeOnly: false }, { specifier: './f', line: 6, typeOnly: false },
    { specifier: './i', line: 11, typeOnly: false },
  ]);
});

test('a function is measured from its name to its closing brace, whatever its types look like', () => {
  const text = "export async function one(a: { b: string }): Promise<{ c: string }> {\n  if (a) {\n    return { c: '}' };\n  }\n}\nconst two = (x: number): number => {\n  return x;\n};\n";
  expect(functionsOf(file(text))).toEqual([{ name: 'one', line: 1, lines: 5 }, { name: 'two', line: 6, lines: 3 }]);
});
