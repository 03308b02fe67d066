import { useCallback, useState, type ComponentType } from "react";
import type { Pace } from "../../core/pace.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { UrlProblems } from "../../ui/url-problems.tsx";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import { usePace } from "../../ui/use-pace.ts";
import { usePageEngine } from "../../ui/use-page-engine.ts";
import { useIcon } from "../../ui/use-icon.ts";
import { useTitle } from "../../ui/use-title.ts";
import { growsWith } from "../../core/job/input-recipe.ts";
import { JobRefused } from "../../core/job/problem.ts";
import type { SeatLimits } from "../../room/people/seats.ts";
import type { Room } from "../../room/room.ts";
import { findFollowing } from "../../workloads/catalogue.ts";
import { turnProjectorInUrl } from "../page-in-url.ts";
import { parseCoordinatorUrl, type CoordinatorUrl } from "../coordinator-url.ts";
import { EarlierJobs } from "./record/earlier-jobs.tsx";
import { RoomLog } from "./log/room-log.tsx";
import type { StartJob } from "./job/job-form.tsx";
import { JobPanel } from "./job/job-panel.tsx";
import { PageKeys } from "./keys/page-keys.tsx";
import { JournalNotice } from "./record/journal-notice.tsx";
import { PicturePanel } from "./picture/picture-panel.tsx";
import { MissedRoomNotice } from "./room/missed-room-notice.tsx";
import { ProjectorView } from "./projector/projector-view.tsx";
import { useProjected } from "./projector/use-projected.ts";
import { SecondWindow } from "./projector/second-window.tsx";
import { useRoomToShow, useShownRoom } from "./projector/use-windows.ts";
import { ReducedValue } from "./reduced/reduced-value.tsx";
import { RoomNotice } from "./room/room-notice.tsx";
import { RoomPanel } from "./room/room-panel.tsx";
import { SignalingStatus } from "./room/signaling-status.tsx";
import { ViewsPanel } from "./views-panel.tsx";
import { useBoardView } from "./use-board-view.ts";
import { jobIcon } from "./job-icon.ts";
import { pageTitle } from "./page-title.ts";
import { useLeavingQuestion } from "./use-leaving-question.ts";
import { useFreshRecord } from "./record/use-fresh-record.ts";
import { useRoomInUrl } from "./room/use-room-in-url.ts";
import { useServedProgram } from "./job/use-served-program.ts";
import { useStartWith } from "./job/use-start-with.ts";
import { useStartByItself } from "./job/use-start-by-itself.ts";
import { useTrialBench } from "./try-out/use-trial-bench.ts";
import { ArrivalView } from "./sharing/arrival-view.tsx";
import { useArrivals } from "./sharing/use-arrivals.ts";
import { useDroppedFile } from "./sharing/use-dropped-file.ts";
import { VolunteersPanel } from "./volunteers/volunteers-panel.tsx";
import "./coordinator-page.css";

interface Props {
  readonly openRoom: (pace: Pace, options: { readonly seatLimits: SeatLimits }) => Room;
  /** Stands above the board, in place of a form; null where people choose their jobs. */
  readonly Lesson?: ComponentType<{ readonly room: Room }> | null;
}

export function CoordinatorPage({ openRoom, Lesson = null }: Props) {
  return useRoomToShow() ? null : <OpenedPage openRoom={openRoom} Lesson={Lesson} />;
}

function OpenedPage({ openRoom, Lesson }: Required<Props>) {
  const [url] = useState(() => parseCoordinatorUrl(location.search, location));
  const pace = usePace();
  const create = useCallback(() => openRoom(pace, { seatLimits: url.seats }), [openRoom, pace, url]);
  const room = usePageEngine(create);
  return room === null ? null : <RoomBoard room={room} url={url} Lesson={Lesson} />;
}

interface BoardProps extends Required<Pick<Props, "Lesson">> {
  readonly room: Room;
  readonly url: CoordinatorUrl;
}

function RoomBoard({ room, url: given, Lesson }: BoardProps) {
  const url = useServedProgram(given);
  const { store } = room;
  const title = useFrameStore(store, pageTitle);
  useTitle(title);
  useIcon(useFrameStore(store, ({ job }) => jobIcon(job)));
  useLeavingQuestion(useFrameStore(store, ({ jobs }) => jobs.some(({ phase }) => phase === "running")));
  useRoomInUrl(room);
  useFreshRecord(room);
  useShownRoom(store);

  const start: StartJob = ({ definition, source, blobs, staysOpen = false }) => {
    try {
      const { view, inputs } = definition;
      const isFollowed = findFollowing(view.type) !== undefined && !growsWith(inputs);
      room.startJob(definition, { source, blobs, staysOpen: staysOpen || isFollowed });
      return [];
    } catch (error) {
      // The store has the reason, and the form shows it.
      return error instanceof JobRefused ? error.problems : [];
    }
  };
  const { runTrial, runCalls } = useTrialBench();
  const { waitsFor, problems } = useStartByItself(room, url, start, runTrial);
  const [started, startWith] = useStartWith(room, start, runTrial);
  const { arrival, filling, openFile, changeJob, again, changeArrival, dismiss } = useArrivals(room, start);
  const isFileOver = useDroppedFile(openFile);
  const view = useBoardView();
  const isProjected = useProjected();

  return (
    <>
      {isProjected && <ProjectorView room={room} />}
      {/* Kept, so that forms are as they were when a person comes back to them. */}
      <div hidden={isProjected}>
        <PageFrame
          width="wide"
          status={
            <>
              <SignalingStatus store={store} />
              <button type="button" className="quiet masthead-button" onClick={turnProjectorInUrl}>
                Projector
              </button>
              <SecondWindow store={store} />
              <PageKeys room={room} />
            </>
          }
        >
          <UrlProblems problems={[...url.problems, ...problems]} rules={url.rules} />
          <MissedRoomNotice store={store} />
          <RoomNotice room={room} />
          <JournalNotice room={room} />
          <ArrivalView room={room} arrival={arrival} onStart={start} onChange={changeArrival} onClose={dismiss} />
          {Lesson !== null && <Lesson room={room} />}
          <div className="board">
            <JobPanel
              room={room}
              isTaught={Lesson !== null}
              offered={url.workload}
              opensForm={url.asksForJob}
              presets={url.values}
              presetOptions={url.options}
              waitsFor={waitsFor}
              runTrial={runTrial}
              filling={filling}
              started={started}
              onStart={start}
              onStartWith={startWith}
              onOpenFile={openFile}
              onChangeJob={changeJob}
              above={<RoomPanel room={room} />}
              below={view !== "log" && <RoomLog room={room} />}
            >
              {/* Nothing is drawn where nobody sees it. */}
              {!isProjected && (
                <>
                  {view !== "volunteers" && <VolunteersPanel room={room} />}
                  <PicturePanel room={room} onStartWith={startWith} />
                  <ViewsPanel room={room} view={view} again={again}>
                    <ReducedValue room={room} runCalls={runCalls} />
                  </ViewsPanel>
                </>
              )}
            </JobPanel>
            <EarlierJobs room={room} />
          </div>
          {isFileOver && <div className="drop-target">Drop a job’s file to look at the job</div>}
        </PageFrame>
      </div>
    </>
  );
}
