/** Human numbers. */
export const paymentNumber = (n: bigint): string => `P${n.toString().padStart(10, '0')}`;
export const receiptNumber = (n: bigint): string => `R${n.toString().padStart(10, '0')}`;
