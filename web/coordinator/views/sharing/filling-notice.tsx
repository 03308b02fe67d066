import { Notice } from "../../../ui/notice.tsx";
import type { Filling } from "./filled-form.ts";
import { beyondForm } from "./job-in-short.ts";

interface Props {
  readonly filling: Filling;
  readonly onTakeBack: () => void;
}

/** Above a form that a job from elsewhere, or an earlier one, has filled in. */
export function FillingNotice({ filling, onTakeBack }: Props) {
  const { from, job, leftOut } = filling;
  const rest = beyondForm(job);
  return (
    <Notice
      kind={leftOut.length === 0 ? "calm" : "caution"}
      title={`Filled in from ${from}. Nothing of it runs before you press Start, Try or Share.`}
    >
      {leftOut.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {rest.length > 0 && <p>The job also brings {rest.join(", ")}.</p>}
      <p>
        <button type="button" onClick={onTakeBack}>
          Bring back what was in the form
        </button>
      </p>
    </Notice>
  );
}
