/** What the console's frame shows around every page. */
import { getLocale, getTranslations } from 'next-intl/server';
import type { Meaning } from '@/components/state-shape';
import { consoleSession } from '@/lib/edge';
import { hasPermission, listMyInstitutions, type Role } from '@/lib/identity';
import { openAlarms, waitingFor } from '@/lib/reports';
import type { AlarmBrief, WaitingKind } from '@/lib/reports/model';
import { alarmHref, alarmTitle } from '../today/_components/alarm-title';
import { NAV, type NavId } from './nav';

/** At which desk what waits is counted. */
const DESK: Readonly<Record<WaitingKind, NavId>> = {
  approvals: 'approvals', refunds: 'refunds', unknown: 'payments', suspense: 'payments', reconciliation: 'reconciliation', disputes: 'reconciliation',
};

export interface ShellAlarm {
  readonly id: string;
  readonly meaning: Meaning;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly href: string;
}

export interface ShellData {
  readonly institution: {
    readonly id: string;
    readonly name: string;
    readonly zone: string;
    readonly dayCutOff: string;
    readonly currency: string;
    /** `sandbox` or `production`. */
    readonly environment: string;
  };
  /** Other institutions this person may enter. */
  readonly otherInstitutions: readonly { readonly id: string; readonly name: string }[];
  readonly user: { readonly name: string; readonly email: string; readonly roles: readonly Role[] };
  /** Desks this person may enter, with what waits there for somebody. */
  readonly entries: readonly { readonly id: NavId; readonly count?: number; readonly more?: boolean }[];
  readonly alarms: readonly ShellAlarm[];
}

/** Sends whoever is not signed in to the sign-in page. */
export async function shellData(): Promise<ShellData> {
  const [{ ctx, session }, locale] = await Promise.all([consoleSession(), getLocale()]);
  const { institution, name, email, roles } = session;
  const [mine, waiting, alarms] = await Promise.all([listMyInstitutions(ctx), waitingFor(ctx), shellAlarms(await openAlarms(ctx))]);
  const countOf = (id: NavId) => waiting.filter((one) => DESK[one.kind] === id).reduce((sum, one) => sum + one.count, 0);
  return {
    institution: {
      id: institution.id,
      name: locale === 'en' ? institution.nameEn : institution.nameZh,
      zone: institution.timeZone,
      dayCutOff: institution.dayCutOff,
      currency: institution.currency,
      environment: institution.environment,
    },
    otherInstitutions: mine
      .filter((one) => !one.current)
      .map((one) => ({ id: one.id, name: locale === 'en' ? one.nameEn : one.nameZh })),
    user: { name, email, roles },
    entries: NAV.filter((entry) => hasPermission(ctx.actor, entry.permission)).map(({ id }) => ({ id, count: countOf(id), more: waiting.some((one) => DESK[one.kind] === id && one.more) })),
    alarms,
  };
}

async function shellAlarms(alarms: readonly AlarmBrief[]): Promise<ShellAlarm[]> {
  const [t, health, locale] = await Promise.all([getTranslations('today'), getTranslations('bank-health'), getLocale()]);
  return alarms.map((alarm) => ({
    id: `${alarm.kind} ${alarm.id}`, meaning: 'attention', title: alarmTitle(alarm, locale, t, health), at: Date.parse(alarm.at), href: alarmHref(alarm),
  }));
}
