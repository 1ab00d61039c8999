/**
 * The desk of differences with very many rows, in a browser against a real instance: frames while it is scrolled to its end, rows in the page, and how fast the
 * server answers its lists (G5, P9). The rows are put into the database as an import would leave them. `--rows N` (100000). Needs a Chromium (BAFANG_CHROMIUM).
 */
import { chromium, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { z } from 'zod';
import { ensureBrowser } from '@/scripts/browser';
import { buildIfChanged } from '@/scripts/build';
import setup from '@/lib/testing/instance';
import { numberOf } from './numbers';

const DAY = '2026-01-15';
const FRAME_MS_MAX = 50;
const LIST_MS_MAX = 150;
const LISTS = ['/reconciliation/open', '/reconciliation/waiting', '/payments', '/bills', '/payers', '/refunds', '/reconciliation/disputes', '/approvals', '/audit'];
const ASKED = 12;

export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  const rows = numberOf(argv, '--rows', 100_000);
  const executablePath = await ensureBrowser(say);
  await buildIfChanged(say);
  const stop = await setup();
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  try {
    const started = performance.now();
    await seed(rows);
    const page = await browser.newPage({ baseURL: process.env.BAFANG_URL!, locale: 'zh-CN', viewport: { width: 1440, height: 900 } });
    await signIn(page);
    say(`${rows} rows in the database, scrolling`);
    const frames = await scroll(page, rows);
    const lists = await askLists(page);
    return {
      rows, ...frames, ...lists, seconds: Math.round((performance.now() - started) / 100) / 10,
      audit: frames.reachedRow >= rows * 0.99 && frames.framesOver50Ms === 0 && lists.listsP95Ms <= LIST_MS_MAX ? 'passed' : 'failed',
    };
  } finally {
    await browser.close();
    await stop();
  }
}

/** One file of so many lines that nobody here knows, each an open case. */
async function seed(rows: number): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.BAFANG_ADMIN_URL });
  await client.connect();
  try {
    const { rows: [found] } = await client.query<{ id: string }>("SELECT id FROM institution WHERE slug = 'sunshine'");
    const { rows: [file] } = await client.query<{ seq: string }>(
      `INSERT INTO statement_file (id, institution_id, channel, sha256, file_name, format, encoding, days, status, source, summary, row_count, uploaded_by, received_at)
       VALUES ('stf_00000000000000000000BENCH1', $1, 'wechat', 'bench', 'bench.csv', 'wechat-tradebill', 'utf-8', ARRAY[$2::date], 'matched', 'upload', '{}', $3, 'system:bench', now()) RETURNING seq`,
      [found!.id, DAY, rows]);
    await client.query(
      `INSERT INTO statement_line (id, institution_id, line_no, type, direction, settled, again, amount_minor, currency, merchant_no, trade_time, day)
       SELECT ($2::bigint << 24) + n, $1, n, 'payment', 'credit', true, false, 1000 + n, 'CNY', 'BENCH' || n, $3 || ' 10:00:00', $3::date FROM generate_series(1, $4::int) AS n`,
      [found!.id, file!.seq, DAY, rows]);
    await client.query(
      `INSERT INTO recon_case (id, institution_id, channel, business_date, reason, direction, line_id, bank_minor, currency, status, probable_cause, created_at)
       SELECT 'rcs_0000000000000000' || lpad(n::text, 10, '0'), $1, 'wechat', $3::date, (ARRAY['missing-here', 'amount-differs', 'unclear', 'state-differs'])[n % 4 + 1], 'credit',
         ($2::bigint << 24) + n, 1000 + n, 'CNY', 'open', 'not-our-number', now() FROM generate_series(1, $4::int) AS n`,
      [found!.id, file!.seq, DAY, rows]);
    await client.query('ANALYZE recon_case');
    await client.query('ANALYZE statement_line');
  } finally {
    await client.end();
  }
}

const peopleSchema = z.array(z.object({ institution: z.string(), role: z.string(), email: z.string(), password: z.string() }));

async function signIn(page: Page): Promise<void> {
  const person = peopleSchema.parse(JSON.parse(readFileSync(process.env.BAFANG_DEMO!, 'utf8'))).find((p) => p.institution === 'sunshine' && p.role === 'accountant');
  await page.goto('/sign-in');
  const form = page.locator('form', { has: page.locator('input[name=password]') });
  await form.locator('input[name=email]').fill(person!.email);
  await form.locator('input[name=password]').fill(person!.password);
  await form.locator('button[type=submit]').click();
  await page.waitForURL(/\/today$/);
}

/** As fast as a hand on the wheel turns: half a screen a frame, waiting where the next page of rows is still on its way. */
async function scroll(page: Page, rows: number) {
  await page.goto(`/reconciliation/wechat/${DAY}`);
  const queue = page.getByRole('listbox');
  await queue.getByRole('option').first().waitFor();
  await page.waitForLoadState('networkidle');
  const seen = await queue.evaluate(async (list, wanted) => {
    const [frames, long]: [number[], number[]] = [[], []];
    const observer = new PerformanceObserver((entries) => { for (const entry of entries.getEntries()) long.push(entry.duration); });
    observer.observe({ type: PerformanceObserver.supportedEntryTypes.includes('long-animation-frame') ? 'long-animation-frame' : 'longtask', buffered: false });
    let [inPage, still, before, last] = [0, 0, -1, performance.now()];
    while (still < 600 && list.scrollTop + list.clientHeight < wanted * 44) {
      list.scrollTop += 440;
      await new Promise((drawn) => { requestAnimationFrame(drawn); });
      const now = performance.now();
      frames.push(now - last);
      inPage = Math.max(inPage, list.querySelectorAll('[role=option]').length);
      last = now;
      still = list.scrollTop === before ? still + 1 : 0;
      before = list.scrollTop;
    }
    observer.disconnect();
    const feeds = performance.getEntriesByType('resource').filter((e) => e.name.includes('/api/feeds/recon-cases')).map((e) => e.duration);
    return { frames, long, inPage, reached: list.scrollTop + list.clientHeight, feeds };
  }, rows);
  const at = (all: readonly number[], share: number) => Math.round(([...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))] ?? 0) * 10) / 10;
  return {
    reachedRow: Math.floor(seen.reached / 44), rowsInPage: seen.inPage, frames: seen.frames.length, framesOver50Ms: seen.frames.filter((f) => f > FRAME_MS_MAX).length,
    longFrames: seen.long.length, worstFrameMs: at(seen.frames, 1), p99FrameMs: at(seen.frames, 0.99), medianFrameMs: at(seen.frames, 0.5), feedPages: seen.feeds.length, feedP95Ms: at(seen.feeds, 0.95),
  };
}

/** Every list as the server renders it, each a dozen times. */
async function askLists(page: Page): Promise<{ listsP95Ms: number; slowestList: string; lists: Record<string, number> }> {
  const lists: Record<string, number> = {};
  const all: number[] = [];
  for (const path of LISTS) {
    const own: number[] = [];
    await page.request.get(path);
    for (let i = 0; i < ASKED; i++) {
      const from = performance.now();
      await page.request.get(path);
      own.push(performance.now() - from);
    }
    all.push(...own);
    lists[path] = Math.round([...own].sort((a, b) => a - b)[Math.floor(own.length * 0.95)] ?? 0);
  }
  const slowestList = Object.entries(lists).sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
  return { listsP95Ms: Math.round([...all].sort((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? 0), slowestList, lists };
}
