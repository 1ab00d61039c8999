'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { moneyText } from '@/components/money-format';
import { useShortcut } from '@/components/use-shortcut';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Kbd } from '@/components/ui/kbd';
import { channelName, isChannelCode } from '@/lib/channels/model';
import type { WhyNotView } from '@/lib/reconciliation/model';

/** "Why not this one?" A number is asked about, and everything that spoke against it is said in words. */
export function WhyNot({ caseId, atDesk }: { caseId: string; atDesk: () => boolean }) {
  const t = useTranslations('reconciliation');
  const field = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState('');
  useShortcut({ keys: 'y', label: t('why.key'), run: () => field.current?.focus(), enabled: atDesk });
  const { data, error } = useQuery({ queryKey: ['recon-why-not', caseId, asked], queryFn: () => readWhyNot(caseId, asked), enabled: asked !== '' });
  return (
    <form
      className="grid gap-2 border-t border-line px-4 py-3"
      onSubmit={(event) => { event.preventDefault(); setAsked(field.current?.value.trim() ?? ''); }}
      onKeyDown={(event) => { if (event.key === 'Escape') field.current?.blur(); }}
    >
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={`why-${caseId}`} className="text-13 font-semibold">{t('why.title')} <Kbd>Y</Kbd></label>
        <Input id={`why-${caseId}`} ref={field} size="sm" className="w-56 max-w-full" maxLength={64} placeholder={t('why.placeholder')} />
        <Button size="sm" type="submit">{t('why.ask')}</Button>
      </div>
      <div role="status" className="grid gap-1 text-13 empty:hidden">
        {error && <p className="text-wrong">{t('desk.loadFailed')}</p>}
        {data?.length === 0 && <p>{t('why.nothing', { number: asked })}</p>}
        {data?.map((one) => <Found key={one.lineId ?? one.sideId} one={one} />)}
      </div>
    </form>
  );
}

function Found({ one }: { one: WhyNotView }) {
  const t = useTranslations('reconciliation');
  const locale = useLocale();
  const detail = (code: string): string => {
    switch (code) {
      case 'other-amount': return one.apart ? t('why.apart', { amount: moneyText(one.apart) }) : t('near.other-amount');
      case 'other-day': return t('why.days', { count: Math.round(one.daysApart), day: one.day ?? '—' });
      case 'other-channel': return t('why.channel', { channel: isChannelCode(one.channel) ? channelName(one.channel, locale) : one.channel });
      case 'already-matched': return t('why.matched', { with: one.matched?.with ?? '—', rule: ruleWord(one.matched?.rule) });
      case 'dismissed': return t('why.dismissed', { by: one.dismissed?.by ?? '', day: one.dismissed?.at.slice(0, 10) ?? '' });
      default: return t(`near.${code}`);
    }
  };
  const ruleWord = (rule: string | undefined) => (rule && t.has(`rule.${rule}`) ? t(`rule.${rule}`) : t('matched.by-hand'));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="font-mono text-12 break-all">{one.number}</span>
      <span className="tabular-nums">{moneyText(one.amount)}</span>
      {one.whyNot.map((code) => <Badge key={code} meaning={code === 'nothing-against' ? 'good' : 'attention'}>{detail(code)}</Badge>)}
    </div>
  );
}

async function readWhyNot(caseId: string, number: string): Promise<WhyNotView[]> {
  const answer = await fetch(`/api/feeds/recon-why-not?${new URLSearchParams({ caseId, number })}`, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`feed answered ${answer.status}`);
  return (await answer.json()) as WhyNotView[];
}
