import { useEffect, useState } from "react";
import type { JobId } from "../../../core/ids.ts";
import { messageOf } from "../../../core/message-of.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { findFollowing } from "../../../workloads/catalogue.ts";
import type { Following } from "../../../workloads/workload.ts";
import { addFollowingInputs } from "../../add-following-inputs.ts";
import { RuleProblem } from "./rule-problem.tsx";

interface Props {
  readonly room: Room;
  readonly job: JobView;
  /** `job 2` */
  readonly name: string;
}

/** Adds the inputs that follow from an open job's results; nothing for a job that has all of them, or takes them from people. */
export function FollowingInputs({ room, job, name }: Props) {
  const { id, request } = job;
  const following = request.inputs.type === "open" ? findFollowing(request.view.type) : undefined;
  const isReadable = useFrameStore(room.store, () => room.liveJob(id) !== null);
  const [tries, setTries] = useState(1);
  if (following === undefined || !isReadable) return null;
  // Each try begins with the first result.
  return <Adding key={tries} {...{ room, id, name, following }} onAgain={() => setTries(tries + 1)} />;
}

interface AddingProps extends Omit<Props, "job"> {
  readonly id: JobId;
  readonly following: Following;
  readonly onAgain: () => void;
}

function Adding({ room, id, name, following, onAgain }: AddingProps) {
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const closing = new AbortController();
    addFollowingInputs(room, id, following.startPlan(), closing.signal).catch((error: unknown) => {
      if (!closing.signal.aborted) setProblem(messageOf(error));
    });
    return () => closing.abort();
  }, [room, id, following]);
  if (problem === null) return null;
  return (
    <RuleProblem title={`No further inputs follow from the results of ${name}.`} {...{ name, onAgain }}>
      <p className="problem">{problem}</p>
      <p className="hint">The results are untouched.</p>
    </RuleProblem>
  );
}
