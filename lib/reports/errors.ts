/** What reports refuse. Copy under `reconciliation.errors.reports.<code>`. */
import type { Failure } from '@/lib/kernel/result';

export const REPORT_ERRORS = ['reports.unknown-column', 'reports.too-many-templates', 'reports.not-found'] as const;
export type ReportFailure = Failure<(typeof REPORT_ERRORS)[number]>;
