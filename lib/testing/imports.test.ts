/** The architecture of lib/module-map.ts, kept: imports go down, through doors, and the sandbox bank stays on the far side of the wire. */
import { expect, test } from 'vitest';
import { modules, type Module, type ModuleName } from '@/lib/module-map';
import { importEdges, looksInside, moduleEdges, moduleOf, type ImportEdge } from './import-graph';
import { readSources } from './source-files';

const map: Readonly<Record<string, Module>> = modules;
/** These two are made of many small parts, each imported by name. */
const OPEN_MODULES = new Set<string>(['kernel', 'platform'] satisfies ModuleName[]);
/** What a module may be entered by: the server's door, the shared one, the port that plug-ins implement, and readers that a thread loads alone. */
const DOORS = new Set(['index', 'model', 'port', 'readers']);

const edges = importEdges(readSources());
const between = moduleEdges(edges);
const doorOf = (path: string): string => path.split('/').slice(2).join('/') || 'index';
const show = ({ from, line, to }: ImportEdge): string => `${from}:${line} → ${to}`;

test('the scanner sees the tree', () => {
  expect(edges.length).toBeGreaterThan(500);
  expect(between.length).toBeGreaterThan(100);
});

test('imports go from a higher rank to a lower one', () => {
  const wrong = between.filter(({ fromModule, toModule }) => {
    const [from, to] = [map[fromModule], map[toModule]];
    return !from || !to || !(to.rank < from.rank || (to.rank === from.rank && from.mayImport?.includes(toModule)));
  });
  expect(wrong.map(show)).toEqual([]);
});

test('a module is entered through its doors', () => {
  const wrong = edges.filter((edge) => {
    const to = moduleOf(edge.to);
    if (!to || to === moduleOf(edge.from) || looksInside(edge.from) || /^(scripts|bench)\//.test(edge.from)) return false;
    return !OPEN_MODULES.has(to) && !DOORS.has(doorOf(edge.to));
  });
  expect(wrong.map(show)).toEqual([]);
});

test('the sandbox bank imports the kernel only, and nobody imports it', () => {
  const wrong = edges.filter((edge) => {
    const [from, to] = [moduleOf(edge.from), moduleOf(edge.to)];
    if (from === to) return false;
    return to === 'sandbox-bank' || (from === 'sandbox-bank' && !looksInside(edge.from) && /^(lib|app|components|scripts|i18n)\//.test(edge.to) && to !== 'kernel');
  });
  expect(wrong.map(show)).toEqual([]);
});

/** Pages that may import a part of the platform that is otherwise not theirs, each with the reason. */
const FORM_KEYS: Readonly<Record<string, string>> = { 'app/(pay)/pay/method/read-wish.ts → lib/platform/crypto': 'makes the key of the form it draws' };

test('pages and components never reach the database, and components no server door', () => {
  const database = edges.filter(({ from, to }) => /^(app|components|i18n)\//.test(from) && /^(pg|@prisma\/)|^lib\/platform\/(db|tx|prisma|jobs|outbox|crypto)/.test(to) && !(`${from} → ${to}` in FORM_KEYS));
  const server = edges.filter(({ from, to }) => from.startsWith('components/') && moduleOf(to) && !OPEN_MODULES.has(moduleOf(to)!) && doorOf(to) === 'index');
  expect([...database, ...server].map(show)).toEqual([]);
});

test('what only some may import is imported by nobody else', () => {
  const wrong = between.filter(({ fromModule, toModule }) => map[toModule]?.onlyFor && !map[toModule].onlyFor.includes(fromModule));
  expect(wrong.map(show)).toEqual([]);
});

test('nothing in the product imports tests, scripts or end-to-end code', () => {
  const wrong = edges.filter(({ from, to }) => /^(app|components|i18n|lib|server)/.test(from) && !looksInside(from) && /^(scripts|e2e|bench|lib\/testing)(\/|$)/.test(to));
  expect(wrong.map(show)).toEqual([]);
});
