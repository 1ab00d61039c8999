import type { Permission } from '@/lib/identity';

/** The console's desks in the order of the day's work. A desk that does not exist has no entry. */
export type NavGroup = 'none' | 'collect' | 'money' | 'settings';

export interface NavEntry {
  readonly id: NavId;
  readonly href: string;
  readonly group: NavGroup;
  readonly permission: Permission;
  /** Pinyin of the Chinese name, its initials, and the English name: what the command palette matches beside the shown name. */
  readonly keywords: readonly string[];
}

export type NavId =
  | 'today' | 'bill-items' | 'bills' | 'payers' | 'reminders' | 'payments' | 'bank-health' | 'reconciliation' | 'refunds' | 'approvals' | 'accounts' | 'ledger'
  | 'people' | 'channels' | 'audit';

export const NAV: readonly NavEntry[] = [
  { id: 'today', href: '/today', group: 'none', permission: 'today.read', keywords: ['今日', 'jinri', 'jr', 'today', 'home'] },
  {
    id: 'bill-items', href: '/bill-items', group: 'collect', permission: 'fee-plan.read',
    keywords: ['计费项', 'jifeixiang', 'jfx', 'bill items', 'fee plans', 'shoufeifangan'],
  },
  { id: 'bills', href: '/bills', group: 'collect', permission: 'bill.read', keywords: ['账单', 'zhangdan', 'zd', 'bills'] },
  { id: 'payers', href: '/payers', group: 'collect', permission: 'payer.read', keywords: ['缴费人', 'jiaofeiren', 'jfr', 'payers'] },
  { id: 'reminders', href: '/reminders', group: 'collect', permission: 'bill.read', keywords: ['催缴提醒', 'cuijiao', 'tixing', 'cj', 'reminders', 'dunning'] },
  { id: 'payments', href: '/payments', group: 'money', permission: 'payment.read', keywords: ['支付', 'zhifu', 'zf', 'payments'] },
  {
    id: 'bank-health', href: '/bank-health', group: 'money', permission: 'channel.read',
    keywords: ['银行健康', 'yinhangjiankang', 'yhjk', 'tongdao', 'td', 'bank health'],
  },
  {
    id: 'reconciliation', href: '/reconciliation', group: 'money', permission: 'reconciliation.read',
    keywords: ['对账', 'duizhang', 'dz', 'reconcile', 'reconciliation'],
  },
  { id: 'refunds', href: '/refunds', group: 'money', permission: 'refund.read', keywords: ['退款', 'tuikuan', 'tk', 'refunds'] },
  { id: 'approvals', href: '/approvals', group: 'money', permission: 'approval.read', keywords: ['审批', 'shenpi', 'sp', 'approvals'] },
  { id: 'accounts', href: '/accounts', group: 'money', permission: 'ledger.read', keywords: ['资金账户', '账户中心', 'zijinzhanghu', 'zjzh', 'accounts', 'summary', 'huizong'] },
  {
    id: 'ledger', href: '/ledger', group: 'money', permission: 'ledger.read',
    keywords: ['总账', 'zongzhang', 'zz', 'ledger', 'vouchers', 'pingzheng', 'pz'],
  },
  { id: 'people', href: '/people', group: 'settings', permission: 'people.read', keywords: ['人员', 'renyuan', 'ry', 'people', 'users'] },
  {
    id: 'channels', href: '/channels', group: 'settings', permission: 'channel.write',
    keywords: ['收款通道', 'shoukuantongdao', 'sktd', 'channels', 'bank accounts'],
  },
  { id: 'audit', href: '/audit', group: 'settings', permission: 'audit.read', keywords: ['审计', 'shenji', 'sj', 'audit'] },
];

export const GROUPS: readonly NavGroup[] = ['none', 'collect', 'money', 'settings'];
