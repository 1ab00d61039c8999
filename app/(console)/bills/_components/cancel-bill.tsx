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
import { cancelBillAction } from '../actions';

/** Takes a bill back; it cannot be undone, so it asks for the reason first. */
export function CancelBill({ bill, done }: { bill: BillDetail; done: () => void }) {
  const t = useTranslations('bills');
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const cancel = () =>
    start(async () => {
      const answer = await cancelBillAction({ billId: bill.id, reason });
      setError(answer.ok ? null : answer.error.message);
      if (!answer.ok) return;
      setOpen(false);
      showSummary({ title: t('cancel.done', { number: bill.number }), next: t('cancel.doneNext') });
      done();
    });
  const amount = moneyText(bill.total);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t('cancel.title', { number: bill.number })}
      description={t('cancel.sentence')}
      trigger={<Button variant="danger">{t('cancel.open')}</Button>}
      footer={
        <Button variant="danger" pending={busy} disabled={reason.trim() === ''} onClick={cancel}>
          {t('cancel.submit', { amount })}
        </Button>
      }
    >
      {error && <Banner meaning="wrong" title={error} live className="mb-3" />}
      <Field label={t('cancel.reason')} required>
        <Input value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Dialog>
  );
}
