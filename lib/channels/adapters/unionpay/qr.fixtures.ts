/** An account that shows a code instead of sending the payer to the gateway's page. */
import { unionpayFixtures } from '../../contract.fixtures';
import type { ContractFixtures } from '../../contract';
import type { ChannelAccount, ChannelAdapter } from '../../port';
import { unionpayAdapter } from '.';
import { unionpayConfig } from './config';

const asCode = (account: ChannelAccount): ChannelAccount => ({ ...account, config: unionpayConfig.parse({ ...(account.config as object), product: 'code' }) });

/** What the contract is to expect of this variant: a code, made by a call. */
export const unionpayQrAdapter: ChannelAdapter = {
  ...(unionpayAdapter as ChannelAdapter), capabilities: { ...unionpayAdapter.capabilities, create: 'qr', createCallsBank: true },
};
export const unionpayQrFixtures: ContractFixtures = { ...unionpayFixtures, account: asCode(unionpayFixtures.account), other: asCode(unionpayFixtures.other) };
