/** Of the heading above the job's form and progress, which the focus moves to when a job is started from elsewhere. */
export const jobHeadingId = "job-title";
