/** The job that has one invoice issued. */
export const ISSUE_JOB = 'invoice.issue';
