'use client';

import { useTranslations } from 'next-intl';
import { toString as qrSvg } from 'qrcode';
import { useState, useTransition } from 'react';
import { DateTime } from '@/components/date-time';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { RadioCards } from '@/components/ui/radio-cards';
import { showSummary } from '@/components/ui/toast';
import { LINK_KINDS, type LinkKind, type PayerLinkView } from '@/lib/payers/model';
import { createPayerLinkAction, revokePayerLinksAction } from '../actions';

/** Makes a signed link, puts it on the clipboard and shows it as a QR. Shown once; another press makes another link. */
export function PayerLink({ payerId }: { payerId: string }) {
  const t = useTranslations('payers');
  const [made, setMade] = useState<{ link: PayerLinkView; qr: string } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const [kind, setKind] = useState<LinkKind>('month');
  const create = () =>
    start(async () => {
      const answer = await createPayerLinkAction({ payerId, kind });
      setError(answer.ok ? null : answer.error.message);
      if (!answer.ok) return;
      const { url } = answer.value;
      setMade({ link: answer.value, qr: await qrSvg(url, { type: 'svg', margin: 2 }) });
      const copied = await navigator.clipboard.writeText(url).then(
        () => true,
        () => false,
      );
      showSummary({ title: copied ? t('link.copied') : t('link.made'), next: t('link.next') });
    });
  const revoke = () =>
    start(async () => {
      const answer = await revokePayerLinksAction({ payerId });
      setError(answer.ok ? null : answer.error.message);
      if (!answer.ok) return;
      setMade(null);
      showSummary({ title: t('link.revoked', { count: answer.value.revoked }), next: t('link.revokedNext') });
    });
  return (
    <Card title={t('link.title')} sentence={t('link.sentence')}>
      <div className="grid gap-3">
        {error && <Banner meaning="wrong" title={error} live />}
        <RadioCards
          name="kind" legend={t('link.kind')} legendHidden value={kind} onValueChange={(value) => setKind(LINK_KINDS.find((known) => known === value) ?? 'month')}
          cards={LINK_KINDS.map((value) => ({ value, label: t(`link.kinds.${value}`) }))}
        />
        <Button variant="primary" shortcut="l" pending={busy} onClick={create}>
          {made ? t('link.again') : t('link.copy')}
        </Button>
        <Button variant="quiet" pending={busy} onClick={revoke}>
          {t('link.revoke')}
        </Button>
        {made && (
          <>
            <img
              alt={t('link.qr')}
              className="mx-auto w-48 rounded-md border border-line bg-white"
              src={`data:image/svg+xml;utf8,${encodeURIComponent(made.qr)}`}
            />
            <p className="text-13 break-all">
              <a className="underline underline-offset-3" href={made.link.path}>
                {made.link.url}
              </a>
            </p>
            <p className="text-13 text-ink-2">
              {t('link.until')} <DateTime at={made.link.expiresAt} show="date" />
            </p>
          </>
        )}
      </div>
    </Card>
  );
}
