/** A WeChat merchant at the sandbox: its API certificate serial, its APIv3 key, the platform key it is to trust. */
import type { Bank } from '../../bank/bank';
import { newRsaKey, seededDigits, seededHex } from '../../bank/crypto';
import type { OnboardInput, Onboarded } from '../../bank/sim';

export async function onboardWechat(bank: Bank, input: OnboardInput): Promise<Onboarded> {
  const { seed } = bank.options;
  const key = await newRsaKey();
  const mchId = input.merchantNo ?? `16${seededDigits(8, seed, 'wechat-mch', input.merchantName)}`;
  const platform = bank.keys.wechatPlatform;
  return {
    lookupKey: mchId,
    merchant: {
      channel: 'wechat',
      merchantNo: mchId,
      merchantName: input.merchantName,
      notifyUrl: input.notifyUrl,
      config: {
        appId: `wx${seededHex(seed, 'wechat-app', input.merchantName).slice(0, 16)}`,
        mchId,
        merchantSerialNo: seededHex(seed, 'wechat-serial', input.merchantName).slice(0, 40).toUpperCase(),
        platformKeys: [{ serial: platform.serial, publicKeyPem: platform.publicPem }],
      },
      secrets: { merchantPrivateKeyPem: key.privatePem, apiV3Key: seededHex(seed, 'wechat-v3', input.merchantName).slice(0, 32) },
      keeps: { publicPem: key.publicPem },
    },
  };
}
