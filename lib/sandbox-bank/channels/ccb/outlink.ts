/** CCB's back-office door, in life a client program on the merchant's premises, here XML over HTTP: queries, refunds, files. */
import { isBusinessDate, type BusinessDate } from '@/lib/kernel/time';
import type { Bank } from '../../bank/bank';
import { bankStamp } from '../../bank/clock';
import type { Reply } from '../../bank/http';
import { makeRefund } from '../../bank/ledger';
import { leaving } from '../../bank/oddities';
import { statementOf } from '../../bank/statements';
import { fenOf, yuan } from '../../bank/text';
import type { Merchant, Operation, Order, Refund } from '../../bank/types';
import { underFaults } from '../../bank/under-faults';
import { day, findOrders, isOfKind, momentOf, statusCode } from './orders';
import { ccbFile, type FileKind } from './statement';
import { outlinkReply, type Fields, type XmlNode } from './wire';

const REFUND_STATUS = { processing: '2', succeeded: '1', failed: '0' } as const;

type Trade = (bank: Bank, merchant: Merchant, asked: Fields) => Promise<Reply>;

function framed(
  bank: Bank,
  merchant: Merchant,
  asked: Fields,
  operation: Operation,
  orderNo: string,
  run: (telling: string) => Reply,
): Promise<Reply> {
  return underFaults(bank, {
    channel: 'ccb',
    subject: { merchantNo: merchant.merchantNo, orderNo, operation },
    maintenance: () => outlinkReply(asked, 'maintenance'),
    systemError: () => outlinkReply(asked, 'system'),
    run,
  });
}

/** 5W1002: payments. */
const payments: Trade = (bank, merchant, asked) =>
  framed(bank, merchant, asked, 'query', asked.ORDER || (asked.START ?? ''), (telling) => {
    const rows =
      telling === 'not-found'
        ? []
        : findOrders(bank, merchant, asked.ORDER ?? '', asked.START ?? '').flatMap((order): XmlNode[] => {
            const code = telling === 'unclear' ? '2' : statusCode(bank, order);
            if (code === null || !isOfKind(bank, momentOf(order), asked.KIND)) return [];
            return [
              {
                TRAN_DATE: bankStamp(momentOf(order)),
                ACC_DATE: day(momentOf(order)),
                ORDER: order.orderNo,
                ACCOUNT: '621700******0000',
                PAYMENT_MONEY: yuan(BigInt(order.amount)),
                REFUND_MONEY: '0.00',
                POS_ID: String(merchant.config.posId),
                REM1: '',
                REM2: '',
                ORDER_STATUS: code,
              },
            ];
          });
    if (rows.length === 0) return outlinkReply(asked, 'noOrder');
    return outlinkReply(asked, 'ok', { CUR_PAGE: '1', TPAGE: '1', LIST: rows });
  });

const refundRow = (merchant: Merchant, order: Order, refund: Refund): XmlNode => ({
  TRAN_DATE: bankStamp(refund.createdAt),
  ACC_DATE: day(refund.createdAt),
  ORDER_NUMBER: order.orderNo,
  ACCOUNT: '621700******0000',
  PAY_AMOUNT: yuan(BigInt(order.amount)),
  REFUNDEMENT_AMOUNT: yuan(BigInt(refund.amount)),
  POS_CODE: String(merchant.config.posId),
  USERID: String(merchant.config.userId),
  STATUS: REFUND_STATUS[refund.status],
  REFUND_CODE: (JSON.parse(refund.request) as { code?: string }).code ?? '',
});

/** 5W1003: refunds of an order. */
const refunds: Trade = (bank, merchant, asked) => {
  const order = bank.orders.byNumber('ccb', merchant.merchantNo, asked.ORDER ?? '');
  return framed(bank, merchant, asked, 'refund-query', asked.ORDER ?? '', () => {
    const rows = order ? bank.orders.refundsOf(order.id).filter((refund) => isOfKind(bank, refund.createdAt, asked.KIND)) : [];
    if (!order || rows.length === 0) return outlinkReply(asked, 'noRefund');
    return outlinkReply(asked, 'ok', { CUR_PAGE: '1', TPAGE: '1', LIST: rows.map((refund) => refundRow(merchant, order, refund)) });
  });
};

/** 5W1004: a refund. There is no number to repeat it by: every call gives money back again. */
const refund: Trade = (bank, merchant, asked) => {
  const order = bank.orders.byNumber('ccb', merchant.merchantNo, asked.ORDER ?? '');
  const amountFen = fenOf(asked.MONEY ?? '');
  return framed(bank, merchant, asked, 'refund', asked.ORDER ?? '', () => {
    if (!order) return outlinkReply(asked, 'noOrder');
    if (!amountFen) return outlinkReply(asked, 'malformed');
    const count = bank.orders.refundsOf(order.id).length;
    const made = makeRefund(bank, {
      order,
      refundNo: asked.REFUND_CODE || `${order.orderNo}R${count + 1}`,
      amountFen,
      notifyUrl: '',
      request: { code: asked.REFUND_CODE ?? '' },
      tradeNo: (on, digits) => `${on}${digits.slice(0, 12)}`,
      everyCallIsNew: true,
    });
    if (!made.ok) return outlinkReply(asked, made.code === 'exceeds' ? 'exceeds' : made.code === 'too-many' ? 'tooMany' : 'notPaid');
    // Accepted, not finished: the answer cannot say that, so it says nothing certain and the list tells.
    if (made.refund.status === 'processing') return outlinkReply(asked, 'system');
    return outlinkReply(asked, 'ok', {
      ORDER_NUM: order.orderNo,
      PAY_AMOUNT: yuan(BigInt(order.amount)),
      AMOUNT: yuan(amountFen),
      REFUND_CODE: asked.REFUND_CODE ?? '',
    });
  });
};

function dateOf(text: string): BusinessDate | null {
  const dashed = text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return isBusinessDate(dashed) ? dashed : null;
}

/** 5W1005: makes the day's file of payments (TYPE 0) or refunds (1) and answers its name. */
const fileName: Trade = (bank, merchant, asked) => {
  const date = dateOf(asked.DATE ?? '');
  return framed(bank, merchant, asked, 'statement', date ?? '', () => {
    if (date === null || asked.FILETYPE === '2') return outlinkReply(asked, 'malformed');
    const made = statementOf(bank, merchant, date, true);
    if (made.kind === 'late') return outlinkReply(asked, 'notReady');
    const kind: FileKind = asked.TYPE === '1' ? 'refund' : 'payment';
    const file = made.kind === 'file' ? ccbFile(bank, merchant, date, kind) : null;
    return file ? outlinkReply(asked, 'ok', { FILE_NAME: file.fileName, NOTICE: '' }) : outlinkReply(asked, 'noFile');
  });
};

const FILE_NAME = /^SHOP\.(\w+)\.(\d{8})\.\d{8}\.\d{13}([01])\.zip$/;

/** 6W0111: in life drops the file in the client's folder; here its bytes come back in base64. */
const fileBytes: Trade = (bank, merchant, asked) => {
  const named = FILE_NAME.exec(asked.SOURCE ?? '');
  const date = named ? dateOf(named[2]!) : null;
  return framed(bank, merchant, asked, 'statement', date ?? '', () => {
    if (!named || named[1] !== merchant.merchantNo || date === null) return outlinkReply(asked, 'noFile');
    const file = ccbFile(bank, merchant, date, named[3] === '1' ? 'refund' : 'payment');
    if (!file) return outlinkReply(asked, 'noFile');
    return outlinkReply(asked, 'ok', { FILE_NAME: file.fileName, FILE_CONTENT: Buffer.from(leaving(bank, merchant, date, file)).toString('base64') });
  });
};

export const TRADES: ReadonlyMap<string, Trade> = new Map([
  ['5W1002', payments],
  ['5W1003', refunds],
  ['5W1004', refund],
  ['5W1005', fileName],
  ['6W0111', fileBytes],
]);
