/** Names the job, where several are open. */
export function ofJob(job: number | null): string {
  return job === null ? "" : ` of job ${job}`;
}

export function seconds(ms: number, space = " "): string {
  return `${Math.round(ms / 1_000)}${space}s`;
}
