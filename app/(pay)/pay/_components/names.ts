/** A thing's name in the reader's language. */
export const nameOf = (thing: { nameZh: string; nameEn: string }, locale: string): string =>
  locale === 'zh-CN' ? thing.nameZh : thing.nameEn;
export const titleOf = (thing: { titleZh: string; titleEn: string }, locale: string): string =>
  locale === 'zh-CN' ? thing.titleZh : thing.titleEn;
export const labelOf = (thing: { labelZh: string; labelEn: string }, locale: string): string =>
  locale === 'zh-CN' ? thing.labelZh : thing.labelEn;
