'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { moneyText } from '@/components/money-format';
import type { Factors } from '@/components/second-factor';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { LinkButton } from '@/components/ui/link-button';
import type { ApprovalView } from '@/lib/approvals';
import { DecideForm } from './decide-form';

type Decision = 'approve' | 'reject';

/** Approve or Reject (A, R), then the reason and the code; or why this person does not decide. */
export function DecidePanel({ approval, factors }: { approval: ApprovalView; factors: Factors }) {
  const t = useTranslations('approvals');
  const [decision, setDecision] = useState<Decision | null>(null);
  const what = { amount: moneyText(approval.amount), what: t(`kind.${approval.kind}`) };
  // A refund is named by its amount, every other act by its kind.
  const of = approval.kind === 'refund' ? '' as const : 'other.' as const;
  if (!approval.decide?.allowed) {
    const why = approval.decide?.why ?? 'access.denied';
    return (
      <Banner meaning="rest" title={t('cannot.title')}>
        {t(`cannot.${why}`)}
      </Banner>
    );
  }
  if (!factors.totp && !factors.passkeys) {
    return (
      <Banner
        meaning="attention"
        title={t('cannot.totp')}
        actions={<LinkButton href="/account#authenticator">{t('cannot.totpLink')}</LinkButton>}
      />
    );
  }
  return (
    <Card title={t('decide.title')}>
      <div className="grid gap-2">
        <Button variant="primary" shortcut="a" wide onClick={() => setDecision('approve')}>
          {t(`decide.${of}approve`, what)}
        </Button>
        <Button variant="danger" shortcut="r" wide onClick={() => setDecision('reject')}>
          {t(`decide.${of}reject`, what)}
        </Button>
      </div>
      {decision && (
        <Dialog open onOpenChange={(open) => !open && setDecision(null)} title={t(`decide.${of}${decision}`, what)}>
          <DecideForm approval={approval} decision={decision} factors={factors} done={() => setDecision(null)} />
        </Dialog>
      )}
    </Card>
  );
}
