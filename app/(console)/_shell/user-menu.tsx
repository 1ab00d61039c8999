import { useTranslations } from 'next-intl';
import { LocaleSwitch } from '@/components/locale-switch';
import { ThemeSwitch } from '@/components/theme-switch';
import { Popover } from '@/components/ui/popover';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { SubmitButton } from '@/components/ui/submit-button';
import { signOut } from './actions';
import type { ShellData } from './data';

/** Who is signed in, in what role, and the way out. On a phone also language and theme, for which the bar has no room. */
export function UserMenu({ user }: { user: ShellData['user'] }) {
  const t = useTranslations('shell');
  const account = useTranslations('identity');
  return (
    <Popover
      label={t('user.menu')}
      align="end"
      className="w-64"
      trigger={
        <Button variant="quiet" square aria-label={t('user.of', { name: user.name })} title={user.name}>
          <span aria-hidden className="grid size-7 place-items-center rounded-full border border-line-strong text-13 font-semibold text-ink">
            {[...user.name].at(0)?.toUpperCase()}
          </span>
        </Button>
      }
    >
      <p className="font-semibold">{user.name}</p>
      <p className="text-13 text-ink-2">{user.email}</p>
      <p className="mt-1 text-13 text-ink-2">{user.roles.map((role) => t(`role.${role}`)).join(' · ')}</p>
      <div className="mt-3 flex items-center gap-2 border-t border-line pt-3 sm:hidden">
        <LocaleSwitch />
        <ThemeSwitch />
      </div>
      <LinkButton href="/account" variant="quiet" wide className="mt-3 border-t border-line">
        {account('account.title')}
      </LinkButton>
      <form action={signOut} className="mt-1 pt-1">
        <SubmitButton variant="secondary" wide>
          {t('user.signOut')}
        </SubmitButton>
      </form>
    </Popover>
  );
}
