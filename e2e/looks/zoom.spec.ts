/**
 * The clerk's desks at a browser zoom of 125 % in both languages: nothing sticks out, nothing is shut off. Zooming a page of 1440 by 900 to 125 % is the same
 * as laying it out on 1152 by 720 at a quarter more pixels.
 */
import { expect, test } from '../fixtures';
import { settled } from '../pages';
import { dayInShanghai } from '../place';
import { dayBefore, importFile } from '../stranger-lines';
import type { Locale } from '../words';
import { judge, prepare, sticksOut, type Problems } from './inspect';

const ZOOM = 1.25;
const SCREEN = { width: 1440, height: 900 };
/** A day of each language's own: both read their file in at the same time. */
const paths = (day: string) => [
  '/reconciliation', `/reconciliation/wechat/${day}`, `/reconciliation/wechat/${day}/close`, `/reconciliation/wechat/${dayInShanghai()}/matched`, '/reconciliation/open', '/reconciliation/waiting',
  '/reconciliation/rules', '/reconciliation/mappings', '/reconciliation/disputes', '/reconciliation/reports', '/accounts', '/accounts/summary',
  `/reconciliation/disputes/${settled().dispute}`,
];

test.describe.configure({ mode: 'parallel', timeout: 120_000 });
test.use({ trace: 'off' });

for (const locale of ['zh-CN', 'en'] as const satisfies readonly Locale[]) {
  test(`the desks of reconciliation hold at 125 %, ${locale}`, async ({ enter, api }) => {
    const day = dayBefore(locale === 'en' ? 12 : 13);
    await importFile(await api('accountant'), day, [1_234, 567_800]);
    const viewport = { width: SCREEN.width / ZOOM, height: SCREEN.height / ZOOM };
    const page = await enter('accountant', 'sunshine', { viewport, deviceScaleFactor: ZOOM });
    const problems: Problems = [];
    await prepare(page, locale, problems);
    for (const path of paths(day)) {
      await page.goto(path);
      await expect(page.locator('h1').first(), path).toBeVisible();
      await expect(page.locator('[aria-busy="true"]'), path).toHaveCount(0);
      problems.push(...[await sticksOut(page) ?? [], await judge(page, ['light'])].flat().map((what) => `${path}: ${what}`));
    }
    expect(problems).toEqual([]);
  });
}
