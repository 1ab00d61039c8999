'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { moneyText } from '@/components/money-format';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { showSummary } from '@/components/ui/toast';
import type { BillDetail } from '@/lib/bills/model';
import { requestWriteOffAction } from '../actions';

/** Gives up what is still open; somebody else signs before it happens. */
export function WriteOffBill({ bill, done }: { bill: BillDetail; done: () => void }) {
  const t = useTranslations('bills');
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const ask = () =>
    start(async () => {
      const answer = await requestWriteOffAction({ billId: bill.id, reason });
      setError(answer.ok ? null : answer.error.message);
      if (!answer.ok) return;
      setOpen(false);
      showSummary({ title: t('writeOff.done', { number: bill.number }), next: t('writeOff.doneNext') });
      done();
    });
  const amount = moneyText({ minor: (BigInt(bill.total.minor) - BigInt(bill.paid.minor)).toString(), currency: bill.total.currency });
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t('writeOff.title', { number: bill.number })}
      description={t('writeOff.sentence')}
      trigger={<Button>{t('writeOff.open')}</Button>}
      footer={
        <Button variant="danger" pending={busy} disabled={reason.trim() === ''} onClick={ask}>
          {t('writeOff.submit', { amount })}
        </Button>
      }
    >
      {error && <Banner meaning="wrong" title={error} live className="mb-3" />}
      <Field label={t('writeOff.reason')} required>
        <Input value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Dialog>
  );
}
