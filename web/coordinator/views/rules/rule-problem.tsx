import type { ReactNode } from "react";
import { focusHeading } from "../../../ui/focus-heading.ts";
import { jobHeadingId } from "../job/job-heading.ts";

interface Props {
  /** `The rule of job 2 is not applied.` */
  readonly title: string;
  /** `job 2`: several rules may have a problem. */
  readonly name: string;
  readonly onAgain: () => void;
  /** What went wrong. */
  readonly children: ReactNode;
}

/** A rule that a job goes on without. */
export function RuleProblem({ title, name, onAgain, children }: Props) {
  return (
    <div className="rule-problem" role="alert">
      <p>{title}</p>
      {children}
      <button
        type="button"
        aria-label={`Apply it again: the rule of ${name}`}
        onClick={() => {
          focusHeading(jobHeadingId);
          onAgain();
        }}
      >
        Apply it again
      </button>
    </div>
  );
}
