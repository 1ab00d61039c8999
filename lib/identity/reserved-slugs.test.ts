// An institution's address `/pay/<slug>` is never an address of the payer pages themselves: such an institution could not be found.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RESERVED_SLUGS } from './model';

test('every page below /pay is kept from institutions, in the form and in the database', () => {
  const taken = readdirSync('app/(pay)/pay', { withFileTypes: true }).filter((entry) => entry.isDirectory() && /^[a-z]/.test(entry.name)).map(({ name }) => name);
  expect(taken.filter((name) => !(RESERVED_SLUGS as readonly string[]).includes(name))).toEqual([]);
  const sql = /slug NOT IN \(([^)]+)\)/.exec(readFileSync('prisma/sql/20_identity.sql', 'utf8'))![1]!;
  expect([...sql.matchAll(/'([^']+)'/g)].map((match) => match[1])).toEqual([...RESERVED_SLUGS]);
});
