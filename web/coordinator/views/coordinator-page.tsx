import { useCallback, useState } from "react";
import type { Pace } from "../../core/pace.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { UrlProblems } from "../../ui/url-problems.tsx";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import { usePace } from "../../ui/use-pace.ts";
import { useShell } from "../../ui/use-shell.ts";
import { useTitle } from "../../ui/use-title.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { Room } from "../../room/room.ts";
import { parseCoordinatorUrl, type CoordinatorUrl } from "../coordinator-url.ts";
import { EarlierJobs } from "./earlier-jobs.tsx";
import { JobLog } from "./job-log.tsx";
import { JobPanel } from "./job-panel.tsx";
import { JournalNotice } from "./journal-notice.tsx";
import { MissedRoomNotice } from "./missed-room-notice.tsx";
import { RoomNotice } from "./room-notice.tsx";
import { RoomPanel } from "./room-panel.tsx";
import { SignalingStatus } from "./signaling-status.tsx";
import { TaskTableView } from "./tasks/task-table-view.tsx";
import { titleParts } from "./title-parts.ts";
import { useFreshRecord } from "./use-fresh-record.ts";
import { useRoomInUrl } from "./use-room-in-url.ts";
import { useStartByItself } from "./use-start-by-itself.ts";
import { VolunteersPanel } from "./volunteers-panel.tsx";
import "./coordinator-page.css";

interface Props {
  readonly openRoom: (pace: Pace) => Room;
}

export function CoordinatorPage({ openRoom }: Props) {
  const [url] = useState(() => parseCoordinatorUrl(location.search));
  const pace = usePace();
  const create = useCallback(() => openRoom(pace), [openRoom, pace]);
  const coordinator = useShell(create);
  return coordinator === null ? null : <RoomBoard coordinator={coordinator} url={url} />;
}

function RoomBoard({ coordinator, url }: { coordinator: Room; url: CoordinatorUrl }) {
  const { store } = coordinator;
  const title = useFrameStore(store, titleParts);
  useTitle(title);
  useRoomInUrl(coordinator);
  useFreshRecord(coordinator);

  const start = (request: JobDefinition): void => {
    try {
      coordinator.startJob(request);
    } catch {
      // The store has the reason, and the form shows it.
    }
  };
  const waitsFor = useStartByItself(coordinator, url, start);

  return (
    <PageFrame width="wide" status={<SignalingStatus store={store} />}>
      <UrlProblems problems={url.problems} rules={url.rules} />
      <MissedRoomNotice store={store} />
      <RoomNotice coordinator={coordinator} />
      <JournalNotice coordinator={coordinator} />
      <div className="board">
        <RoomPanel coordinator={coordinator} />
        <JobPanel
          coordinator={coordinator}
          workload={url.workload}
          presets={url.values}
          presetOptions={url.options}
          waitsFor={waitsFor}
          onStart={start}
        />
        <VolunteersPanel store={store} />
        <TaskTableView coordinator={coordinator} />
        <JobLog coordinator={coordinator} />
        <EarlierJobs coordinator={coordinator} />
      </div>
    </PageFrame>
  );
}
