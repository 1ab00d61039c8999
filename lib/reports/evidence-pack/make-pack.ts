/** One archive that proves a period: tables of everything that happened to money, the record of who did what, and how to check both. Streams; nothing is held whole. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { audit, auditPublicKey, exportAudit, signText } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { isCurrency, money, toDecimal } from '@/lib/kernel/money';
import { ok, type Result } from '@/lib/kernel/result';
import { addDays, instantOf, toIso, type BusinessDate } from '@/lib/kernel/time';
import { trialBalance } from '@/lib/ledger';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { csvText } from '../csv';
import { indexPage, type PackedFile } from './index-page';
import { SECTIONS, type Period, type Section } from './sections';
import { MANIFEST, RECORD, SIGNATURE, type Manifest } from './verify-pack';

const PAGE = 5_000;

export interface Packed {
  readonly entries: number;
  readonly files: readonly PackedFile[];
}

/** `until` is counted. Written to `path`; the caller sends or keeps it. */
export async function makeEvidencePack(ctx: Ctx, period: { readonly from: BusinessDate; readonly until: BusinessDate }, path: string): Promise<Result<Packed, AccessFailure>> {
  const allowed = authorize(ctx, 'audit.read');
  if (!allowed.ok) return allowed;
  const institution = await withTx(ctx, (tx) => tx.institution.findUniqueOrThrow({ where: { id: ctx.institutionId } }));
  const zone = institution.time_zone;
  const span: Period = { institutionId: ctx.institutionId, from: toIso(instantOf(period.from, '00:00', zone)), to: toIso(instantOf(addDays(period.until, 1), '00:00', zone)) };
  // Looked at by name, before anything is read: the pack itself says who made it.
  await withTx(ctx, (tx) => audit(tx, ctx, { action: 'evidence.export', subjectKind: 'institution', subjectId: ctx.institutionId, outcome: 'done', after: { from: period.from, until: period.until } }));
  const folder = mkdtempSync(join(tmpdir(), 'bafang-pack-'));
  try {
    const zip = new ZipFile();
    const written = pipeline(zip.outputStream as unknown as NodeJS.ReadableStream, createWriteStream(path, { mode: 0o600 }));
    const files: PackedFile[] = [];
    for (const section of SECTIONS) {
      const packed = await writeSection(ctx, section, span, join(folder, section.file));
      zip.addFile(join(folder, section.file), section.file);
      files.push(packed);
    }
    const exported = join(folder, RECORD);
    const { entries } = await exportAudit([ctx.institutionId], exported, ctx);
    zip.addFile(exported, RECORD);
    files.push({ file: RECORD, zh: '操作记录（链式，带签名）', en: 'The record of who did what, chained and signed', rows: entries, sums: [], sha256: await fingerprint(exported) });
    const key = auditPublicKey();
    const plain = new Map([['audit-key.pem', Buffer.from(key.pem)]]);
    const books = await trialBalance({ ...ctx, actor: { kind: 'system', name: 'evidence' } });
    plain.set('index.html', Buffer.from(indexPage({
      institutionZh: institution.name_zh, institutionEn: institution.name_en, from: period.from, until: period.until, madeAt: toIso(ctx.clock.now()),
      madeBy: ctx.actor.kind === 'user' ? ctx.actor.name : actorName(ctx.actor), auditEntries: entries, keyId: key.id, booksTie: books.totals.every((t) => t.ties),
    }, files)));
    for (const [file, bytes] of plain) zip.addBuffer(bytes, file);
    const manifest: Manifest = {
      format: 'bafang-evidence-pack/1', institution: ctx.institutionId, from: period.from, until: period.until, madeAt: toIso(ctx.clock.now()),
      files: [...files.map(({ file, rows, sha256 }) => ({ file, rows, sha256 })), ...[...plain].map(([file, bytes]) => ({ file, rows: 0, sha256: createHash('sha256').update(bytes).digest('hex') }))],
    };
    // Signed as one text: not one file, not even the first page, can be changed, left out or put in.
    const list = JSON.stringify(manifest, null, 1);
    zip.addBuffer(Buffer.from(list), MANIFEST);
    zip.addBuffer(Buffer.from(signText(list)), SIGNATURE);
    zip.end();
    await written;
    return ok({ entries, files });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Row = Readonly<Record<string, unknown>> & { readonly cursor: string };

async function writeSection(ctx: Ctx, section: Section, period: Period, path: string): Promise<PackedFile> {
  let rows = 0;
  const sums = new Map<string, bigint>();
  async function* text(): AsyncGenerator<string> {
    yield csvText([section.columns.map(([, zh, en]) => `${zh} ${en}`)]);
    for (let after: string | null = null; ;) {
      const from: string | null = after;
      const page: Row[] = await withTx(ctx, (tx) => tx.$queryRaw<Row[]>(section.query(period, from, PAGE)), { timeoutMs: 60_000 });
      if (page.length === 0) return;
      rows += page.length;
      for (const row of page) addUp(section, row, sums);
      // The mark of the encoding stands at the beginning of the file only.
      yield csvText(page.map((row) => section.columns.map(([name]) => cell(row, name)))).replace(/^\uFEFF/, '');
      after = page.at(-1)!.cursor;
    }
  }
  await pipeline(Readable.from(text()), createWriteStream(path));
  return { file: section.file, zh: section.zh, en: section.en, rows, sums: [...sums].map(([name, minor]) => sumWords(section, name, minor)), sha256: await fingerprint(path) };
}

function cell(row: Row, name: string): string {
  const value = row[name];
  if (value === null || value === undefined) return '';
  if (typeof value === 'bigint') return name.endsWith('_minor') && isCurrency(String(row.currency)) ? toDecimal(money(value, String(row.currency) as 'CNY')) : value.toString();
  if (value instanceof Date) return name.endsWith('_date') || name === 'day' ? value.toISOString().slice(0, 10) : value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function addUp(section: Section, row: Row, sums: Map<string, bigint>): void {
  for (const [name] of section.columns) {
    const value = row[name];
    if (!name.endsWith('_minor') || typeof value !== 'bigint') continue;
    const key = `${name} ${String(row.currency)}`;
    sums.set(key, (sums.get(key) ?? 0n) + value);
  }
}

function sumWords(section: Section, key: string, minor: bigint): string {
  const [name = '', currency = ''] = key.split(' ');
  const words = section.columns.find(([column]) => column === name)?.[1] ?? name;
  return `${words} ${isCurrency(currency) ? toDecimal(money(minor, currency)) : minor.toString()} ${currency}`;
}

async function fingerprint(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
