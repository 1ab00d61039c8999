import { useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { CentreView, FundAccountView } from '@/lib/account-centre/model';
import { channelName, isChannelCode } from '@/lib/channels/model';
import { AccountActions } from './account-actions';

/** Every account with its parts below it: where it is kept, what it collects, what is there and what is on its way. */
export function AccountTree({ centre, locale, mayWrite }: { centre: CentreView; locale: string; mayWrite: boolean }) {
  const t = useTranslations('accounts');
  const name = (channel: string | null) => (channel && isChannelCode(channel) ? channelName(channel, locale) : (channel ?? '—'));
  if (centre.accounts.length === 0 && centre.untagged.length === 0) return <EmptyState title={t('none')}>{t('noneSentence')}</EmptyState>;
  return (
    <Card padding="none">
      <Table caption={t('title')}>
        <thead><tr><Th>{t('account')}</Th><Th className="max-sm:hidden">{t('source')}</Th><Th className="max-sm:hidden">{t('collects')}</Th><Th numeric>{t('arrived')}</Th><Th numeric className="max-sm:hidden">{t('underway')}</Th>{mayWrite && <Th><span className="sr-only">{t('edit')}</span></Th>}</tr></thead>
        <tbody>
          {centre.accounts.map((account) => (
            <Tr key={account.id}>
              <Td>
                <span className={account.parentId ? 'block pl-5' : 'block font-medium'}>{account.parentId && <span aria-hidden>└ </span>}{account.name}{account.numberHint && <span className="text-ink-2"> ·{account.numberHint}</span>}</span>
                <span className={account.parentId ? 'block pl-5 text-12 text-ink-2' : 'block text-12 text-ink-2'}>{t(`kind.${account.kind}`)}{account.channel && ` · ${name(account.channel)}`}</span>
              </Td>
              <Td className="max-sm:hidden"><Badge>{account.sourceTag}</Badge></Td>
              <Td className="text-13 max-sm:hidden">{collected(account, centre, locale) || (account.parentId ? t('nothing') : t('rest'))}</Td>
              <Td numeric>{account.arrived ? (account.channel ? <TextLink href={`/ledger/1002.${account.channel}`}><Money value={account.arrived} /></TextLink> : <Money value={account.arrived} />) : '—'}</Td>
              <Td numeric className="max-sm:hidden">{account.underway ? <Money value={account.underway} /> : '—'}</Td>
              {mayWrite && <Td numeric><AccountActions account={account} centre={centre} /></Td>}
            </Tr>
          ))}
          {centre.untagged.map((one) => (
            <Tr key={one.channel}>
              <Td>{name(one.channel)}<span className="block text-12 text-ink-2">{t('untagged')}</span></Td><Td className="max-sm:hidden">—</Td><Td className="text-13 max-sm:hidden">{t('rest')}</Td>
              <Td numeric><Money value={one.arrived} /></Td><Td numeric className="max-sm:hidden"><Money value={one.underway} /></Td>{mayWrite && <Td />}
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

/** Plans and items in words. */
function collected(account: FundAccountView, centre: CentreView, locale: string): string {
  return account.collects.map(({ planId, itemCode }) => {
    const plan = centre.plans.find((p) => p.planId === planId);
    const item = plan?.items.find((i) => i.code === itemCode);
    const [planName, itemName] = locale === 'en' ? [plan?.nameEn, item?.en] : [plan?.nameZh, item?.zh];
    return itemCode === '' ? (planName ?? planId) : `${planName ?? planId} · ${itemName ?? itemCode}`;
  }).join(locale === 'en' ? ', ' : '、');
}
