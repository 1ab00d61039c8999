import { describe, expect, it } from 'vitest';
import { resolveLocale, resolveTheme } from './locale';

describe('language and theme of a request', () => {
  it('an explicit choice beats the browser, and an unknown choice is ignored', () => {
    expect(resolveLocale('en', 'zh-CN')).toBe('en');
    expect(resolveLocale('fr', 'zh-CN')).toBe('zh-CN');
    expect(resolveLocale('../../etc', null)).toBe('en');
  });

  it.each([
    ['zh', 'zh-CN'], ['zh-TW,zh;q=0.9', 'zh-CN'], ['ZH-hans', 'zh-CN'], ['en-GB', 'en'], ['fr,de', 'en'], ['', 'en'],
    ['en;q=0.2, zh;q=0.8', 'zh-CN'], ['fr, zh;q=0.5', 'zh-CN'], ['zh;q=0, en;q=0.1', 'en'], ['zh;q=0', 'en'], ['zh;q=abc', 'zh-CN'], [';;;,,', 'en'],
  ])('the most wanted language we write is chosen: %s → %s', (header, expected) => {
    expect(resolveLocale(undefined, header)).toBe(expected);
  });

  it('a theme we do not have means: as the device', () => {
    expect(resolveTheme('dark')).toBe('dark');
    expect(resolveTheme('"><script>')).toBe('system');
    expect(resolveTheme(undefined)).toBe('system');
  });
});
