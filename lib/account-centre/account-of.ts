/** Which account an amount belongs to: the sub-account that names its item, else the one that names its plan, else the channel's own. Pure. */
export interface AccountPlace { readonly id: string; readonly parentId: string | null; readonly channel: string | null; readonly collects: readonly { readonly planId: string; readonly itemCode: string }[] }

/** Null where no account of that channel is described. */
export function accountOf(accounts: readonly AccountPlace[], fact: { readonly channel: string; readonly planId: string; readonly itemCode: string }): string | null {
  const own = accounts.find((a) => a.parentId === null && a.channel === fact.channel);
  if (!own) return null;
  const below = accounts.filter((a) => a.parentId === own.id);
  const naming = (itemCode: string) => below.find((a) => a.collects.some((c) => c.planId === fact.planId && c.itemCode === itemCode));
  return (naming(fact.itemCode) ?? naming('') ?? own).id;
}
