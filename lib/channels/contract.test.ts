// Every registered adapter keeps the channel contract: forged or altered callbacks are refused, lost calls stay unknown.
import { describe, expect, it } from 'vitest';
import { CAPABILITIES } from './model';
import { describeChannelContract } from './contract';
import { alipayFixtures, ccbFixtures, unionpayFixtures, wechatFixtures } from './contract.fixtures';
import { cmbFixtures } from './adapters/cmb/cmb.fixtures';
import { icbcFixtures } from './adapters/icbc/icbc.fixtures';
import { abcFixtures } from './adapters/abc/abc.fixtures';
import { bocomFixtures } from './adapters/bocom/bocom.fixtures';
import { qraFixtures, qraRsaFixtures } from './adapters/qra/qra.fixtures';
import { bocFixtures } from './adapters/boc/boc.fixtures';
import { spdbFixtures } from './adapters/spdb/spdb.fixtures';
import { psbcFixtures } from './adapters/psbc/psbc.fixtures';
import { walletFixtures } from './adapters/wallet/wallet.fixtures';
import { CHANNELS } from './port';
import { adapterOf, ALL_ADAPTERS } from './registry';
import { VARIANTS } from './variants.fixtures';

describe('registry', () => {
  it('has one adapter for every channel, declaring what the browser-safe model shows', () => {
    expect(ALL_ADAPTERS.length).toBe(CHANNELS.length);
    for (const channel of CHANNELS) expect(adapterOf(channel).capabilities).toBe(CAPABILITIES[channel]);
  });
});

for (const fixtures of [wechatFixtures, alipayFixtures, unionpayFixtures, ccbFixtures, cmbFixtures, icbcFixtures, abcFixtures, bocomFixtures, qraFixtures, qraRsaFixtures, bocFixtures, spdbFixtures, psbcFixtures, walletFixtures]) {
  describeChannelContract(adapterOf(fixtures.account.channel), fixtures);
}

describe.each(VARIANTS)('$name', ({ adapter, fixtures }) => describeChannelContract(adapter, fixtures));
