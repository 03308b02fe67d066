/** Id of the heading above the job's form and progress. The focus moves there when a job is started from elsewhere. */
export const jobHeadingId = "job-title";
