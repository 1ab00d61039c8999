'use server';

import { mapFundAccount, retireFundAccount, saveFundAccount } from '@/lib/account-centre';
import { mapFundAccountInput, retireFundAccountInput, saveFundAccountInput } from '@/lib/account-centre/model';
import { consoleAction } from '@/lib/edge';

const revalidate = () => ['/accounts'];
const subject = (input: { accountId: string }) => ({ kind: 'fund-account', id: input.accountId });

export const saveFundAccountAction = consoleAction(saveFundAccountInput, saveFundAccount, { action: 'fund-account.save', revalidate });
export const mapFundAccountAction = consoleAction(mapFundAccountInput, mapFundAccount, { action: 'fund-account.map', subject, revalidate });
export const retireFundAccountAction = consoleAction(retireFundAccountInput, retireFundAccount, { action: 'fund-account.retire', subject, revalidate });
