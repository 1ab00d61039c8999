/** The two demo institutions and their people, as data. Nothing here may exist in production. */
import type { Role } from '@/lib/identity';

export interface DemoInstitution {
  readonly slug: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly kind: 'kindergarten' | 'park';
  readonly mailDomain: string;
  readonly people: readonly DemoPerson[];
}
export interface DemoPerson {
  readonly mailbox: string;
  readonly role: Role;
  readonly name: string;
  /** Decides approvals, so an authenticator app is set up for them. */
  readonly totp?: true;
}

export const DEMO_PASSWORD = 'Bafang-demo-2026';

export const DEMO_INSTITUTIONS: readonly DemoInstitution[] = [
  {
    slug: 'sunshine', nameZh: '阳光幼儿园', nameEn: 'Sunshine Kindergarten', kind: 'kindergarten', mailDomain: 'sunshine.demo',
    people: [
      { mailbox: 'admin', role: 'administrator', name: '王敏' },
      { mailbox: 'accountant', role: 'accountant', name: '李静' },
      { mailbox: 'manager', role: 'finance-manager', name: '赵磊', totp: true },
      { mailbox: 'director', role: 'finance-director', name: '孙建国', totp: true },
      { mailbox: 'vice', role: 'vice-president', name: '钱立群', totp: true },
      { mailbox: 'accountant2', role: 'accountant', name: '何平', totp: true },
      { mailbox: 'cashier', role: 'cashier', name: '周婷' },
      { mailbox: 'auditor', role: 'auditor', name: '吴凡' },
    ],
  },
  {
    slug: 'bafang-park', nameZh: '八方产业园', nameEn: 'Bafang Industrial Park', kind: 'park', mailDomain: 'park.demo',
    people: [
      { mailbox: 'admin', role: 'administrator', name: '郑海' },
      { mailbox: 'accountant', role: 'accountant', name: '冯雪' },
      { mailbox: 'manager', role: 'finance-manager', name: '陈立', totp: true },
      { mailbox: 'director', role: 'finance-director', name: '褚明远', totp: true },
      { mailbox: 'vice', role: 'vice-president', name: '韩正', totp: true },
      { mailbox: 'cashier', role: 'cashier', name: '卫兰' },
      { mailbox: 'auditor', role: 'auditor', name: '蒋文' },
    ],
  },
];
