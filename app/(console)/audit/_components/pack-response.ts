import { createReadStream, rmSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isBusinessDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { makeEvidencePack } from '@/lib/reports';

/** Written whole first, so that a half archive is never sent as a whole one; gone from the disk once it was sent. */
export async function packResponse(ctx: Ctx, asked: URLSearchParams): Promise<Response> {
  const [from, until] = [asked.get('from') ?? '', asked.get('until') ?? ''];
  if (!isBusinessDate(from) || !isBusinessDate(until) || until < from) return new Response(null, { status: 404 });
  const folder = await mkdtemp(join(tmpdir(), 'bafang-evidence-'));
  const path = join(folder, 'pack.zip');
  const made = await makeEvidencePack(ctx, { from, until }, path);
  if (!made.ok) return new Response(null, { status: 404 });
  const file = createReadStream(path);
  file.on('close', () => rmSync(folder, { recursive: true, force: true }));
  return new Response(Readable.toWeb(file) as unknown as ReadableStream, {
    headers: {
      'content-type': 'application/zip', 'content-length': String(statSync(path).size), 'cache-control': 'no-store', 'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="evidence-${from}-${until}.zip"`,
    },
  });
}
