/**
 * What payers' phones download and wait for: every payer page of a real instance (production build, sandbox bank, own database) through Lighthouse's
 * mobile profile (simulated slow 4G, a slow processor), and the JavaScript of each over what the framework loads for a page without any of ours.
 * `--only NAME` takes the pages whose name contains it. `--repeat N` (3) takes the median of several runs by score, as Lighthouse advises: a machine that is shared
 * is twice as fast at one moment as at another (`benchmarkIndex`). Needs a Chromium (BAFANG_CHROMIUM).
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { ensureBrowser } from '@/scripts/browser';
import { buildIfChanged } from '@/scripts/build';
import setup from '@/lib/testing/instance';
import { numberOf } from '../numbers';
import { payerPages, type PayerPage } from './payer-pages';
import { openBrowser, type Opened } from './open-browser';

const GOALS = { performance: 95, accessibility: 100, bestPractices: 100, lcpMs: 1_500, cls: 0, ownScriptBytes: 15_000 } as const;

interface PageFigures {
  readonly page: string;
  /** What Lighthouse measured of the machine meanwhile: the same page is slower where this is lower. */
  readonly benchmarkIndex: number;
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
  readonly lcpMs: number;
  readonly cls: number;
  readonly blockingMs: number;
  readonly ownScriptBytes: number;
  /** What moved after it was painted, where anything did. */
  readonly shifted: readonly string[];
  /** Audits that did not pass, to be looked at. */
  readonly failed: readonly string[];
}

export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  const executablePath = await ensureBrowser(say);
  await buildIfChanged(say);
  const stop = await setup();
  const browser = await openBrowser(executablePath);
  try {
    const only = argv.includes('--only') ? argv[argv.indexOf('--only') + 1] : undefined;
    const framework = frameworkBytes();
    const repeat = numberOf(argv, '--repeat', 3);
    const pages: PageFigures[] = [];
    for (const page of await payerPages(browser)) {
      if (only !== undefined && !page.name.includes(only)) continue;
      const runs: PageFigures[] = [];
      for (let n = 0; n < repeat; n++) runs.push(await measure(browser, page));
      const middle = { ...[...runs].sort((a, b) => a.performance - b.performance || b.lcpMs - a.lcpMs)[runs.length >> 1]!, scores: runs.map((one) => one.performance) };
      say(JSON.stringify(middle));
      pages.push(middle);
    }
    const worst = worstOf(pages);
    const met = worst.performance >= GOALS.performance && worst.accessibility >= GOALS.accessibility && worst.bestPractices >= GOALS.bestPractices
      && worst.lcpMs <= GOALS.lcpMs && worst.cls <= GOALS.cls && worst.ownScriptBytes <= GOALS.ownScriptBytes;
    return { profile: 'lighthouse mobile, simulated slow 4G', frameworkScriptBytes: framework, pages, worst, goals: GOALS, audit: met ? 'passed' : 'failed' };
  } finally {
    await browser.close();
    await stop();
  }
}

const worstOf = (pages: readonly PageFigures[]) => ({
  performance: Math.min(...pages.map((p) => p.performance)),
  accessibility: Math.min(...pages.map((p) => p.accessibility)),
  bestPractices: Math.min(...pages.map((p) => p.bestPractices)),
  lcpMs: Math.max(...pages.map((p) => p.lcpMs)),
  cls: Math.max(...pages.map((p) => p.cls)),
  ownScriptBytes: Math.max(...pages.map((p) => p.ownScriptBytes)),
});

/** What Next itself loads for every page, a bare one too, as it travels (gzip). */
function frameworkFiles(): readonly string[] {
  const manifest = JSON.parse(readFileSync('.next/build-manifest.json', 'utf8')) as { rootMainFiles: readonly string[] };
  return manifest.rootMainFiles;
}
const frameworkBytes = (): number => frameworkFiles().reduce((sum, file) => sum + gzipSync(readFileSync(`.next/${file}`)).length, 0);

async function measure({ port, scriptsOf }: Opened, page: PayerPage): Promise<PageFigures> {
  const framework = new Set(frameworkFiles().map((file) => `/_next/${file}`));
  const scripts = await scriptsOf(page);
  const { default: lighthouse } = await import('lighthouse');
  const result = await lighthouse(page.url, {
    port, output: 'json', logLevel: 'silent', onlyCategories: ['performance', 'accessibility', 'best-practices'],
    extraHeaders: { cookie: page.cookie, 'accept-language': 'zh-CN' },
  });
  if (!result) throw new Error(`Lighthouse said nothing about ${page.url}`);
  const { categories, audits } = result.lhr;
  const score = (name: string): number => Math.round((categories[name]?.score ?? 0) * 100);
  const value = (name: string): number => audits[name]?.numericValue ?? -1;
  const failed = Object.values(categories).flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && audits[id]?.score !== null && (audits[id]?.score ?? 1) < 0.9).map(({ id }) => `${id}: ${audits[id]?.displayValue ?? audits[id]?.title ?? ''}`);
  return {
    page: page.name, benchmarkIndex: Math.round(result.lhr.environment.benchmarkIndex), performance: score('performance'), accessibility: score('accessibility'), bestPractices: score('best-practices'),
    lcpMs: Math.round(value('largest-contentful-paint')), cls: Math.round(value('cumulative-layout-shift') * 1_000) / 1_000,
    blockingMs: Math.round(value('total-blocking-time')),
    ownScriptBytes: scripts.filter(({ path }) => !framework.has(path)).reduce((sum, { bytes }) => sum + bytes, 0), shifted: shiftedIn(audits['layout-shifts']?.details), failed,
  };
}

function shiftedIn(details: unknown): string[] {
  const { items = [] } = (details ?? {}) as { readonly items?: readonly { readonly node?: { readonly selector?: string } }[] };
  return items.flatMap(({ node }) => node?.selector ?? []);
}
