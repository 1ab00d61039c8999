import { useLocale, useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import type { AttributeView, PayerDetail } from '@/lib/payers/model';

/** What is known of a payer; attributes with a type by the name the institution gave them. */
export function PayerFacts({ payer, attributes }: { payer: PayerDetail; attributes: readonly AttributeView[] }) {
  const t = useTranslations('payers');
  const zh = useLocale() === 'zh-CN';
  const facts = [
    { term: t('columns.number'), value: <span className="font-mono">{payer.number}</span> },
    ...(['phone', 'email'] as const).map((name) => ({ term: t(`columns.${name}`), value: payer[name] ?? '—' })),
    { term: t('columns.group'), value: payer.group?.name ?? '—' },
    { term: t('columns.family'), value: payer.family ?? '—' },
    { term: t('columns.state'), value: t(`state.${payer.status === 'left' ? 'left' : 'active'}`) },
    { term: t('columns.paymentCode'), value: <span className="font-mono">{payer.paymentCode.replace(/(\d{4})(?=\d)/g, '$1 ')}</span> },
    ...Object.entries(payer.attributes).map(([name, value]) => {
      const type = attributes.find((one) => one.name === name);
      if (!type?.typed) return { term: <span className="font-mono text-13">{name}</span>, value };
      const said = type.kind === 'yes-no' && (value === 'yes' || value === 'no') ? t(`edit.${value}`) : value;
      return { term: zh ? type.labelZh : type.labelEn, value: said };
    }),
  ];
  return (
    <Card title={t('detail.facts')}>
      <DescriptionList items={facts} />
    </Card>
  );
}
