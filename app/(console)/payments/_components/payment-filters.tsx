import { useLocale, useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FilterChips } from '@/components/ui/filter-chips';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { CHANNELS, channelName, METHODS } from '@/lib/channels/model';
import { paymentMachine } from '@/lib/payments/model';
import { isFiltered, toggled, type ShownFilter } from './payment-filter';

/** States, channels and methods as chips that are addresses; number and day as a plain form that writes the address. */
export function PaymentFilters({ filter }: { filter: ShownFilter }) {
  const t = useTranslations('payments');
  const states = useTranslations('states');
  const locale = useLocale();
  const chip = (name: 'status' | 'channel', value: string, label: string) =>
    ({ id: `${name}-${value}`, label, href: toggled(filter, name, value), active: filter[name] === value });
  return (
    <div className="mb-4 grid gap-3">
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        <FilterChips label={t('filter.state')} chips={paymentMachine.states.map((state) => chip('status', state, states(`payment.${state}`)))} />
        <FilterChips
          label={t('filter.channel')} chips={CHANNELS.map((channel) => chip('channel', channel, channelName(channel, locale)))}
          {...(isFiltered(filter) && { clearHref: '/payments' })}
        />
      </div>
      <form action="/payments" aria-label={t('filter.label')} className="flex flex-wrap items-end gap-3">
        {(['status', 'channel'] as const).map((name) => filter[name] && <input key={name} type="hidden" name={name} value={filter[name]} />)}
        <Field label={t('filter.search')} className="w-full sm:w-80">
          <Input key={filter.q} name="q" defaultValue={filter.q} maxLength={64} placeholder={t('filter.searchHint')} className="font-mono" />
        </Field>
        <Field label={t('filter.day')} className="w-44">
          <Input key={filter.day} name="day" type="date" defaultValue={filter.day} />
        </Field>
        <Field label={t('filter.method')} className="w-44">
          <Select
            key={filter.method} name="method" defaultValue={filter.method ?? ''} placeholder={t('filter.anyMethod')}
            options={METHODS.map((method) => ({ value: method, label: t(`method.${method}`) }))}
          />
        </Field>
        <Button type="submit">{t('filter.apply')}</Button>
      </form>
    </div>
  );
}
