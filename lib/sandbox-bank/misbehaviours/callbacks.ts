/** Callbacks that come late, often, never, forged, or to a door that answers wrongly. */
import { named } from './misbehaviour';

export const CALLBACK_MISBEHAVIOURS = {
  'callback-lost': named(['callback'], ['回调丢失', '永远不发送回调。'], ['Callback lost', 'The callback is never sent.']),
  'callback-late': named(
    ['callback'],
    ['回调迟到', '首次回调推迟若干秒。'],
    ['Callback late', 'The first try comes some seconds later.'],
    { params: { seconds: 60 } },
  ),
  'callback-duplicate': named(
    ['callback'],
    ['回调重复', '同一回调并发发送多份。'],
    ['Callback duplicated', 'The same callback is sent several times at once.'],
    { params: { copies: 5 } },
  ),
  'callback-out-of-order': named(
    ['callback'],
    ['回调乱序', '付款的回调迟一小时，退款的回调先到。'],
    ['Callbacks out of order', "The payment's callback comes an hour late, after the refund's."],
    { params: { seconds: 3_600 } },
  ),
  'callback-forged': named(
    ['callback'],
    ['伪造回调', '先发一份用错误密钥签名、金额被改的回调。'],
    ['Callback forged', 'Before the genuine one comes one signed with a wrong key and an altered amount.'],
    { params: { deltaFen: 100 } },
  ),
  'callback-altered': named(
    ['callback'],
    ['回调被篡改', '先发一份签名后内容被改动的回调。'],
    ['Callback altered', 'Before the genuine one comes one whose bytes were changed after it was signed.'],
  ),
  'callback-other-merchant': named(
    ['callback'],
    ['他人商户的回调', '先发一份签名正确、但属于另一商户的回调。'],
    ["Another merchant's callback", 'Before the genuine one comes one signed correctly that belongs to another merchant.'],
  ),
  'callback-replayed': named(
    ['callback'],
    ['回调重放', '先发一份十分钟前签名的回调。'],
    ['Callback replayed', 'Before the genuine one comes one that was signed ten minutes ago.'],
    { params: { seconds: 600 } },
  ),
  'callback-signtest': named(
    ['callback'],
    ['验签探测', '先发一份 WECHATPAY/SIGNTEST 探测流量。'],
    ['Signature probe', 'Before the genuine one comes a WECHATPAY/SIGNTEST probe.'],
    { channels: ['wechat'] },
  ),
  'callback-wrong-serial': named(
    ['callback'],
    ['证书序列号错误', '先发一份序列号不存在的回调。'],
    ['Wrong certificate serial', 'Before the genuine one comes one that names a certificate nobody knows.'],
    { channels: ['wechat'] },
  ),
  'callback-crlf-changed': named(
    ['callback'],
    ['证书换行被改', '先发一份内嵌证书的 CRLF 被改成 LF 的回调。'],
    ['Line ends of the certificate changed', 'Before the genuine one comes one whose embedded certificate lost its CRs.'],
    { channels: ['unionpay'] },
  ),
  'callback-expired-certificate': named(
    ['callback'],
    ['证书已过期', '先发一份用银行自己的、但早已过期的证书签名的回调。'],
    ['Certificate expired', "Before the genuine one comes one signed with the bank's own certificate of years ago."],
    { channels: ['unionpay', 'boc'] },
  ),
  'callback-foreign-certificate': named(
    ['callback'],
    ['他人签发的证书', '先发一份证书名称正确、但由无人信任的机构签发的回调。'],
    ['Certificate of another authority', 'Before the genuine one comes one whose certificate bears the right name and was issued by nobody we trust.'],
    { channels: ['unionpay', 'boc'] },
  ),
  'callback-sm2-encoding': named(
    ['callback'],
    ['SM2 签名编码错误', '先发一份签名写成 r‖s 而不是 DER 的回调。'],
    ['SM2 signature in another spelling', 'Before the genuine one comes one whose SM2 signature is r‖s in place of DER.'],
    { channels: ['cmb'] },
  ),
  'callback-sm2-user-id': named(
    ['callback'],
    ['SM2 用户标识错误', '先发一份用另一个用户标识计算 Z 值的回调。'],
    ['SM2 under another user id', 'Before the genuine one comes one signed under another user id than the agreed one.'],
    { channels: ['cmb'] },
  ),
  'callback-sm4-mode': named(
    ['callback'],
    ['SM4 模式错误', '先发一份用 SM4-CBC 而不是 ECB 计算签名的回调。'],
    ['SM4 in another mode', 'Before the genuine one comes one whose digest was sealed with SM4-CBC in place of ECB.'],
    { channels: ['spdb'] },
  ),
  'callback-sign-type-signed': named(
    ['callback'],
    ['sign_type 计入签名', '回调的签名原文里多了 sign_type，个别产品如此；回调本身是真的。'],
    ['sign_type inside what is signed', 'The signature of the genuine callback covers sign_type, as that of some products does.'],
    { channels: ['alipay'] },
  ),
  'callback-wrong-amount': named(
    ['callback'],
    ['回调金额错误', '签名正确但金额不符；查询仍说真话。'],
    ['Callback with wrong amount', 'Correctly signed, yet the amount differs; a query still tells the truth.'],
    { params: { deltaFen: 1 } },
  ),
  'callback-wrong-currency': named(
    ['callback'],
    ['回调币种错误', '签名正确但币种不符；查询仍说真话。'],
    ['Callback with wrong currency', 'Correctly signed, yet in another currency; a query still tells the truth.'],
  ),
  'callback-endpoint-500': named(
    ['callback'],
    ['接收方返回 500', '前几次发送没有到达，中间设备答复 500；按渠道的重发间隔再发。'],
    ['Receiver answers 500', 'The first tries do not arrive and a device between answers 500; resent on the channel’s schedule.'],
    { params: { times: 2 } },
  ),
  'callback-endpoint-timeout': named(
    ['callback'],
    ['接收方超时', '前几次送达，但银行没有收到答复；按渠道的重发间隔再发。'],
    ['Receiver times out', 'The first tries arrive, yet the bank hears no answer; resent on the channel’s schedule.'],
    { params: { times: 2 } },
  ),
  'callback-endpoint-redirect': named(
    ['callback'],
    ['接收方重定向', '前几次发送没有到达，中间设备答复 302；按渠道的重发间隔再发。'],
    ['Receiver redirects', 'The first tries do not arrive and a device between answers 302; resent on the channel’s schedule.'],
    { params: { times: 2 } },
  ),
  'callback-endpoint-wrong-body': named(
    ['callback'],
    ['答复内容被改', '前几次送达，但银行收到的答复不是它要的字节；按渠道的重发间隔再发。'],
    ['Answer changed on its way', 'The first tries arrive, yet the bank hears other bytes than it wants; resent on the channel’s schedule.'],
    { params: { times: 2 } },
  ),
};
