/** What everybody did, refused acts included. Written in the transaction of the act itself; a refusal in one of its own. */
export { audit, type AuditFact } from './write-entry';
export { chainState, listAuditEntries, summariseAudit, type ChainState, type AuditFilter, type AuditRow, type AuditSummaryRow, type Change } from './queries';
export { auditRefusal, type Act } from './audit-refusal';
export { linkEntries } from './link-entries';
export { writeCheckpoints } from './write-checkpoint';
export { exportAudit } from './export-audit';
export { eachLine, verifyFile, type FirstBad, type Verdict } from './verify';
export { verifyLive } from './verify-live';
export { auditPublicKey, signatureHolds, signText } from './signing-key';
