/** One module owns each table and is the only one to write it: everybody else asks the owner, so that its invariants are in one place. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modules, type Module } from '@/lib/module-map';
import { lineOf, readSources } from './source-files';

const map: Readonly<Record<string, Module>> = modules;
const owners = new Map(Object.entries(map).flatMap(([name, { tables }]) => tables.map((table) => [table, name] as const)));
const tables = readdirSync('prisma/schema').flatMap((file) =>
  [...readFileSync(`prisma/schema/${file}`, 'utf8').matchAll(/^model (\w+)/gm)].map((match) => match[1]!));

/** Writes by the client (`tx.bill.update(`) and in SQL text (`INSERT INTO bill`, `UPDATE bill`, `DELETE FROM bill`, `COPY bill`). */
const CLIENT = /\.(\w+)\.(?:create|createMany|createManyAndReturn|update|updateMany|upsert|delete|deleteMany)\(/g;
const SQL = /\b(?:INSERT INTO|UPDATE|DELETE FROM|COPY)\s+(?:ONLY\s+)?([a-z_]+)\b/g;

test('every table has one owner, and every owned table exists', () => {
  expect(tables.filter((table) => !owners.has(table))).toEqual([]);
  expect([...owners.keys()].filter((table) => !tables.includes(table))).toEqual([]);
});

test('nobody else writes it', () => {
  const files = readSources().filter(({ path }) => /^(lib|app)\//.test(path) && !/\.test\.tsx?$|\.fixtures?\.ts$|^lib\/(testing|sandbox-bank)\//.test(path));
  const found = files.flatMap(({ path, text }) => [...text.matchAll(CLIENT), ...text.matchAll(SQL)].flatMap((match) => {
    const owner = owners.get(match[1]!);
    const from = path.split('/')[1]!;
    return owner && owner !== from && !map[from]?.alsoWrites?.[match[1]!] ? [`${path}:${lineOf(text, match.index)} writes ${match[1]} of ${owner}`] : [];
  }));
  expect(found).toEqual([]);
});
