import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { LocaleSwitch } from '@/components/locale-switch';
import { meaningText, StateShape } from '@/components/state-shape';
import { ThemeSwitch } from '@/components/theme-switch';
import { Popover } from '@/components/ui/popover';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/text-link';
import { enterInstitution } from './actions';
import type { ShellData } from './data';
import { Drawer } from './drawer';
import { Palette } from './palette';
import { UserMenu } from './user-menu';

export function TopBar({ shell }: { shell: ShellData }) {
  return (
    <header data-print="hide" className="sticky top-0 z-30 flex h-13 items-center gap-1 border-b border-line bg-surface px-2 sm:gap-2 sm:px-4">
      <Drawer entries={shell.entries} />
      <Institution shell={shell} />
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <Palette entries={shell.entries.map((entry) => entry.id)} />
        <Alarms alarms={shell.alarms} />
        <span className="hidden sm:contents">
          <LocaleSwitch />
          <ThemeSwitch />
        </span>
        <UserMenu user={shell.user} />
      </div>
    </header>
  );
}

function Institution({ shell }: { shell: ShellData }) {
  const t = useTranslations('shell');
  const others = shell.otherInstitutions;
  if (others.length === 0) return <p className="min-w-0 truncate font-semibold">{shell.institution.name}</p>;
  return (
    <Popover
      label={t('institution.switch')}
      className="w-72 p-1"
      trigger={
        <Button variant="quiet" className="min-w-0 justify-start px-2 text-ink">
          <span className="truncate font-semibold">{shell.institution.name}</span>
          <ChevronDown aria-hidden className="size-4" />
          <span className="sr-only">{t('institution.switch')}</span>
        </Button>
      }
    >
      <form action={enterInstitution} className="grid">
        {others.map((other) => (
          <button key={other.id} name="institutionId" value={other.id} className="min-h-9 rounded-sm px-2 text-left hover:bg-accent-soft">
            {other.name}
          </button>
        ))}
      </form>
    </Popover>
  );
}

function Alarms({ alarms }: { alarms: ShellData['alarms'] }) {
  const t = useTranslations('shell');
  if (alarms.length === 0) return null;
  return (
    <Popover
      label={t('alarms.label')}
      align="end"
      trigger={
        <Button variant="quiet" className="gap-1.5 px-2 text-attention" aria-label={t('alarms.count', { count: alarms.length })}>
          <StateShape meaning="attention" className="size-3" />
          {alarms.length}
        </Button>
      }
    >
      <p className="mb-2 font-semibold">{t('alarms.label')}</p>
      <ul className="grid gap-3">
        {alarms.map((alarm) => (
          <li key={alarm.id} className="flex gap-2">
            <StateShape meaning={alarm.meaning} className={`mt-1.5 ${meaningText[alarm.meaning]}`} />
            <div>
              <TextLink href={alarm.href}>{alarm.title}</TextLink>
              <div className="text-13 text-ink-2">
                <DateTime at={alarm.at} relative />
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
