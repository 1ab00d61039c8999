/** The house style as tests: what a machine can keep, a machine keeps. Each list of exceptions says why; it may shrink, not grow by habit. */
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { modules } from '@/lib/module-map';
import { functionsOf, lineOf, readSources, type SourceFile } from './source-files';

const FILE_LINES = 300;
const FUNCTION_LINES = 70;
const PAGE_LINES = 60;
const HANDLER_LINES = 15;
const ACTION_LINES = 10;

const sources = readSources();
const product = sources.filter(({ path }) => /^(app|components|i18n|lib|prisma\/seed)\//.test(path) && !isTest(path));

function isTest(path: string): boolean {
  return /\.test\.tsx?$|\.fixtures?\.ts$|^lib\/(sandbox-bank\/)?testing\/|^e2e\//.test(path);
}

const countLines = (text: string): number => text.trimEnd().split('\n').length;

/** Longer files, each with the reason why cutting it would make it harder to read. */
const LONG_FILES: Readonly<Record<string, string>> = {
  'lib/channels/adapters/ccb/ccb.test.ts': 'a list of the bank\'s answers, each a few lines; the list is the code table',
  'lib/channels/contract.fixtures.ts': 'one genuine callback per channel and event, side by side',
};
/** Longer functions, `path name`, each with its reason. */
const LONG_FUNCTIONS: Readonly<Record<string, string>> = {
  'lib/channels/bank-contract.ts describeBankContract': 'a list of tests, each short; the list is the contract',
};

describe('sizes', () => {
  test(`no file is longer than ${FILE_LINES} lines`, () => {
    const long = sources.filter(({ path, text }) => countLines(text) > FILE_LINES && !(path in LONG_FILES));
    expect(long.map(({ path, text }) => `${path} ${countLines(text)}`)).toEqual([]);
  });

  test(`no function of the product is longer than ${FUNCTION_LINES} lines`, () => {
    expect(longFunctions(product.filter(({ path }) => !path.endsWith('.tsx')), FUNCTION_LINES)).toEqual([]);
  });

  test(`pages have at most ${PAGE_LINES} lines, route handlers ${HANDLER_LINES}, actions ${ACTION_LINES}`, () => {
    const named = (name: string) => sources.filter(({ path }) => path.startsWith('app/') && path.endsWith(`/${name}`));
    const pages = named('page.tsx').filter(({ text }) => countLines(text) > PAGE_LINES).map(({ path, text }) => `${path} ${countLines(text)}`);
    expect([...pages, ...longFunctions(named('route.ts'), HANDLER_LINES), ...longFunctions(named('actions.ts'), ACTION_LINES)]).toEqual([]);
  });
});

test('an exception that is no longer needed is taken back', () => {
  const long = new Set(sources.filter(({ text }) => countLines(text) > FILE_LINES).map(({ path }) => path));
  const functions = new Set(sources.flatMap((file) => functionsOf(file).filter(({ lines }) => lines > FUNCTION_LINES).map(({ name }) => `${file.path} ${name}`)));
  expect([...Object.keys(LONG_FILES).filter((path) => !long.has(path)), ...Object.keys(LONG_FUNCTIONS).filter((name) => !functions.has(name))]).toEqual([]);
});

const longFunctions = (files: readonly SourceFile[], max: number): string[] =>
  files.flatMap((file) =>
    functionsOf(file).filter(({ name, lines }) => lines > max && !(`${file.path} ${name}` in LONG_FUNCTIONS))
      .map(({ name, line, lines }) => `${file.path}:${line} ${name} ${lines}`));

/** Calls that would make the money path impossible to replay, or that read the world past its port. */
const BANNED: readonly { readonly call: RegExp; readonly instead: string; readonly allowed: Readonly<Record<string, string>> }[] = [
  {
    call: /\bDate\.now\(|\bnew Date\(\s*\)/, instead: 'the Clock port or ctx.now()',
    allowed: {
      'lib/platform/clock.ts': 'the port itself', 'lib/platform/log.ts': 'a log line says when it was written', 'i18n/request.ts': 'relative times on a page start from its rendering',
      'lib/sandbox-bank/bank/clock.ts': 'the banks\' own clock port',
      'app/(pay)/pay/_components/follow-payment.tsx': 'tells the payer, by their own clock, since when the line is lost',
    },
  },
  {
    call: /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(|\bgetRandomValues\(/, instead: 'the Random port',
    allowed: {
      'lib/platform/clock.ts': 'the port itself', 'lib/platform/crypto.ts': 'keys and nonces are never replayed', 'lib/sandbox-bank/bank/crypto.ts': 'the banks\' keys',
      'app/(console)/payments/_components/request-refund.tsx': 'the browser makes the key of a dialog it opens',
      'app/(console)/refunds/_components/new-key.ts': 'the browser makes the key of a form it opens',
    },
  },
  {
    call: /\bprocess\.env\b/, instead: 'env() of lib/platform/env.ts',
    allowed: {
      'lib/platform/env.ts': 'the one reader', 'lib/sandbox-bank/main.ts': 'a program of its own', 'i18n/messages.ts': 'the bundler replaces NODE_ENV, in the browser too',
    },
  },
  { call: /\bconsole\./, instead: 'the log', allowed: {} },
];
/** The command line talks to a person on the console; it times what it does for them. */
const COMMAND_LINE = /^lib\/cli\//;

test('clock, chance, environment and console are reached through their ports only', () => {
  const found = BANNED.flatMap(({ call, instead, allowed }) =>
    product.filter(({ path }) => !(path in allowed) && !COMMAND_LINE.test(path)).flatMap(({ path, code }) => {
      const match = call.exec(code);
      return match ? [`${path}:${lineOf(code, match.index)} ${match[0]} – use ${instead}`] : [];
    }));
  expect(found).toEqual([]);
});

test('nothing is left half-said: no reminders, no silenced checks, no stubs', () => {
  const words = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X\\b', 'HA' + 'CK\\b', 'coming ' + 'soon', 'not ' + 'implemented', '@ts-' + 'ignore', '@ts-' + 'expect-error',
    'eslint-' + 'disable', 'as ' + 'any\\b', '\\.on' + 'ly\\(', '(?:test|it|describe)\\.sk' + 'ip\\('].join('|'));
  const found = sources.flatMap(({ path, text }) => {
    const match = words.exec(text);
    return match ? [`${path}:${lineOf(text, match.index)} ${match[0]}`] : [];
  });
  expect(found).toEqual([]);
});

test('names say what is inside: no misc, no utils, no helpers', () => {
  expect(sources.map(({ path }) => path).filter((path) => /(^|[/.-])(misc|utils?|helpers?)([/.-]|$)/i.test(path))).toEqual([]);
});

test('every folder in lib is a module of the map, and every module says in a README what it owns', () => {
  const folders = readdirSync('lib', { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  expect(folders.filter((name) => !(name in modules))).toEqual([]);
  expect(folders.filter((name) => !existsSync(`lib/${name}/README.md`))).toEqual([]);
});
