/**
 * The clerk's desks at a browser zoom of 125 % in both languages: nothing sticks out, nothing is shut off. Zooming a page of 1440 by 900 to 125 % is the same
 * as laying it out on 1152 by 720 at a quarter more pixels.
 */
import AxeBuilder from '@axe-core/playwright';
import { LOCALE_COOKIE } from '@/i18n/locale';
import { expect, test } from '../fixtures';
import { APP_URL, dayInShanghai } from '../place';
import { dayBefore, importFile } from '../stranger-lines';
import type { Locale } from '../words';

const ZOOM = 1.25;
const SCREEN = { width: 1440, height: 900 };
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const day = dayBefore(12);
const PATHS = [
  '/reconciliation', `/reconciliation/wechat/${day}`, `/reconciliation/wechat/${day}/close`, `/reconciliation/wechat/${dayInShanghai()}/matched`, '/reconciliation/open', '/reconciliation/waiting',
  '/reconciliation/rules', '/reconciliation/mappings', '/reconciliation/disputes', '/reconciliation/reports', '/accounts', '/accounts/summary',
];

test.describe.configure({ mode: 'parallel', timeout: 120_000 });

for (const locale of ['zh-CN', 'en'] as const satisfies readonly Locale[]) {
  test(`the desks of reconciliation hold at 125 %, ${locale}`, async ({ enter, api }) => {
    await importFile(await api('accountant'), day, [1_234, 567_800]);
    const viewport = { width: SCREEN.width / ZOOM, height: SCREEN.height / ZOOM };
    const page = await enter('accountant', 'sunshine', { viewport, deviceScaleFactor: ZOOM });
    await page.context().addCookies([{ name: LOCALE_COOKIE, value: locale, url: APP_URL }]);
    const problems: string[] = [];
    for (const path of PATHS) {
      await page.goto(path);
      await expect(page.locator('h1').first(), path).toBeVisible();
      await expect(page.locator('[aria-busy="true"]'), path).toHaveCount(0);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (tooWide > 0) problems.push(`${path}: ${tooWide} px too wide`);
      const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
      problems.push(...violations.map((v) => `${path}: ${v.id} ${v.nodes[0]?.target.join(' ')}`));
    }
    expect(problems).toEqual([]);
  });
}
