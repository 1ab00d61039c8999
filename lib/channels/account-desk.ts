/** An institution's contracts for the settings desk: everything about them except their secrets. */
import { requirePermission } from '@/lib/identity';
import type { ChannelAccountId } from '@/lib/kernel/ids';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { notifyUrlOf } from './accounts';
import { certificatesOf } from './certificates';
import { capabilitiesView, type AccountDeskView } from './model';
import { CHANNELS } from './port';
import { settingFields } from './setting-fields';

/** Every channel we speak, whether or not there is a contract; keys and certificates only as "is set". */
export async function accountDesk(ctx: Ctx): Promise<AccountDeskView[]> {
  requirePermission(ctx, 'channel.write');
  const rows = await withTx(ctx, (tx) => tx.channel_account.findMany({
    where: { institution_id: ctx.institutionId },
    select: { id: true, channel: true, status: true, base_url: true, config: true, updated_at: true, previous_until: true },
  }));
  return CHANNELS.map((channel): AccountDeskView => {
    const row = rows.find((r) => r.channel === channel);
    const config = (row?.config ?? {}) as Readonly<Record<string, unknown>>;
    const fields = settingFields(channel);
    return {
      channel, capabilities: capabilitiesView(channel), fields,
      account: row ? {
        id: row.id, status: row.status, baseUrl: row.base_url, notifyUrl: notifyUrlOf(channel, row.id as ChannelAccountId), updatedAt: row.updated_at.toISOString(),
        previousUntil: row.previous_until && row.previous_until.getTime() > ctx.clock.now() ? row.previous_until.toISOString() : null,
        certificates: certificatesOf(row.config, ctx.clock.now()),
        config: Object.fromEntries(fields.filter((f) => f.part === 'config' && config[f.name] !== undefined).map((f) => [f.name, textOf(config[f.name])])),
      } : null,
    };
  });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));
