import { Fragment } from "react";
import { jobNumber } from "../../../core/ids.ts";
import type { Room } from "../../../room/room.ts";
import { isUnderWay } from "../../../room/store.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { FollowingInputs } from "./following-inputs.tsx";
import { MeanLine } from "./mean-line.tsx";
import { UntilRule } from "./until-rule.tsx";
import "./rules.css";

interface Props {
  readonly room: Room;
}

/**
 * What is to end jobs early, or to go on with them. The `until` of each open job is applied here, whichever is shown, since a job's own code runs in this
 * page's sandbox alone; so are inputs that follow from results, which a workload knows. The precision of a mean is applied by the room, and told here.
 */
export function EndRules({ room }: Props) {
  const jobs = useFrameStore(room.store, (state) => state.jobs);
  const shown = useFrameStore(room.store, (state) => state.job);
  const results = useFrameStore(room.store, () => room.results);
  const precision = shown?.request.options.precision;
  const isShown = (id: number): boolean => shown !== null && isUnderWay(shown) && shown.id === id;
  return (
    <>
      {results !== null && shown !== null && precision !== undefined && (
        <MeanLine key={`${shown.key.room} ${shown.id}`} {...{ results, precision }} isUnderWay={isUnderWay(shown)} />
      )}
      {jobs.filter(isUnderWay).map((job) => {
        const of = { room, job, name: `job ${jobNumber(job.id)}` };
        return (
          <Fragment key={`${job.key.room} ${job.id}`}>
            <UntilRule {...of} isShown={isShown(job.id)} />
            <FollowingInputs {...of} />
          </Fragment>
        );
      })}
    </>
  );
}
