/**
 * What the public copy of CMB's document leaves out and a branch fills in. Every default is a sandbox convention: it makes the adapter
 * speak with the sandbox bank and promises nothing about the real one.
 */
import { z } from 'zod';

const codes = z.array(z.string().min(1).max(64)).max(50);

export const cmbProfile = z.object({
  /** errCode of an order that is paid already, on create and on close. */
  paidCodes: codes.default(['ORDER_PAID', 'ORDERPAID']),
  /** errCode of an order that is closed already. */
  closedCodes: codes.default(['ORDER_CLOSED', 'ORDERCLOSED']),
  /** errCode of a refund number the bank does not know. */
  refundNotFoundCodes: codes.default(['REFUND_NOT_EXIST', 'ORDERID_INVALID']),
  /** errCode of a day without a file, and of a file still being made. */
  noFileCodes: codes.default(['STATEMENT_NOT_EXIST']),
  fileNotReadyCodes: codes.default(['STATEMENT_NOT_READY']),
  /** Member of statementurl's answer that holds the address. */
  fileUrlField: z.string().min(1).max(64).default('fileDownloadUrl'),
}).prefault({});
