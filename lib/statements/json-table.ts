/** Ledgers and banks' interfaces answer in JSON: the longest list of records in it is a table whose captions are the records' names. */
import { UnreadableStatement } from './errors';
import type { OpenedInput, Sheet } from './input';
import { headOf } from './input';

const MAX_ROWS = 200_000;
const MAX_COLUMNS = 200;
/** Records with a name of their own each are no table. */
const MAX_CELLS = 5_000_000;
const MAX_DEPTH = 6;
type Fields = Record<string, unknown>;

export const looksLikeJson = (input: OpenedInput): boolean => /^\s*[[{]\s*["[{]/.test(headOf(input).slice(0, 200));

/** Null when it is no JSON, or no list of records. Numbers are kept as they are printed only up to fifteen digits, as everywhere in JSON. */
export function readJson(text: string): Sheet | null {
  const whole = parsed(text) ?? linesIn(text);
  const records = whole === null ? [] : longestList(whole);
  if (records.length === 0) return null;
  if (records.length > MAX_ROWS) throw new UnreadableStatement('statements.sheet-too-large', { rows: records.length, limit: MAX_ROWS });
  const captions = new Map<string, number>();
  const flat = records.map((record) => flatten(record));
  for (const fields of flat) for (const name of fields.keys()) if (!captions.has(name) && captions.size < MAX_COLUMNS) captions.set(name, captions.size);
  const names = [...captions.keys()];
  if (names.length * records.length > MAX_CELLS) throw new UnreadableStatement('statements.sheet-too-large', { rows: records.length, columns: names.length, limit: MAX_CELLS });
  // Made as they are gone through: records may have few names each and very many together.
  return {
    *rows() {
      yield [1, names];
      for (const [index, fields] of flat.entries()) yield [index + 2, names.map((name) => fields.get(name) ?? '')];
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A record on every line, as logs and exports of data warehouses are written. */
function linesIn(text: string): unknown[] | null {
  const records: unknown[] = [];
  for (let [at, end] = [0, 0]; at < text.length; at = end + 1) {
    end = text.indexOf('\n', at);
    if (end === -1) end = text.length;
    const line = text.slice(at, end).trim();
    if (line === '') continue;
    const record = line.startsWith('{') ? parsed(line) : null;
    if (record === null) return null;
    records.push(record);
  }
  return records;
}

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

function longestList(whole: unknown): readonly Fields[] {
  let best: readonly Fields[] = [];
  let level: unknown[] = [whole];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const value of level) {
      if (Array.isArray(value)) {
        const records = value.filter(isRecord);
        if (records.length > best.length && records.length === value.length) best = records;
      } else if (isRecord(value)) next.push(...Object.values(value).filter((inner) => typeof inner === 'object').slice(0, MAX_COLUMNS));
    }
    level = next.slice(0, 1000);
  }
  return best;
}

/** `party.name`: fields within fields get their path as a name; lists within a record are left out. */
function flatten(record: Fields, prefix = '', depth = 0, found = new Map<string, string>()): Map<string, string> {
  for (const [name, value] of Object.entries(record)) {
    if (found.size >= MAX_COLUMNS) break;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (typeof value === 'string') found.set(path, value.slice(0, 4096));
    else if (typeof value === 'number' || typeof value === 'boolean') found.set(path, String(value));
    else if (isRecord(value) && depth < 3) flatten(value, path, depth + 1, found);
  }
  return found;
}
