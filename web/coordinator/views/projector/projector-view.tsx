import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { Room } from "../../../room/room.ts";
import { presentIn, type RoomView } from "../../../room/store.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { formatCount } from "../../../words/format.ts";
import { phaseWords } from "../job/job-progress.tsx";
import { TaskBar } from "../job/progress-bar.tsx";
import { settledOf, tallyInWords, totalInWords } from "../outcome.ts";
import { PicturePanel } from "../picture/picture-panel.tsx";
import { hostOf } from "../room/join-link-parts.ts";
import { QrImage } from "../room/qr-code.tsx";
import type { RoomFacts, ToldJob } from "./shown-room.ts";
import { useRoomBeside } from "./use-windows.ts";
import "./projector.css";

/** Names that fit beneath a picture; of a larger class the number of the others is told. */
const mostNames = 60;

/**
 * The page as a class sees it from the last row: how to join, who is here and what has become of the job. It has no controls. Of a room that another
 * window of this browser runs it shows what that one tells.
 */
export function ProjectorView({ room }: { readonly room: Room }) {
  const view = useStore(room.store, (state) => state.room);
  const job = useFrameStore(room.store, (state) => state.job);
  const volunteers = useFrameStore(room.store, (state) => state.volunteers);
  const beside = useRoomBeside(view.phase === "elsewhere" ? view.code : null);
  if (beside !== null) {
    const { facts, picture } = beside;
    return (
      <Projection {...facts}>
        {picture !== null && <img src={picture.url} alt={picture.words} className="projector-image" />}
        {picture !== null && <p className="aside">{picture.words}</p>}
      </Projection>
    );
  }
  const names = presentIn(volunteers).map(({ id, name }) => ({ id, name }));
  return (
    <Projection room={view} job={job} names={names}>
      <PicturePanel room={room} onStartWith={null} />
    </Projection>
  );
}

interface ProjectionProps extends RoomFacts {
  /** The picture of the job. */
  readonly children: ReactNode;
}

function Projection({ room, job, names, children }: ProjectionProps) {
  return (
    <main className="projector">
      <Ways {...room} />
      <div className="projector-what">
        {job === null ? <p className="projector-phase">No job has been started yet.</p> : <JobShown job={job} />}
        {job !== null && <div className="projector-picture">{children}</div>}
        <section className="projector-people" aria-labelledby="projector-people">
          <h2 id="projector-people">{`${formatCount(names.length)} here`}</h2>
          <ul>
            {names.slice(0, mostNames).map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
            {names.length > mostNames && <li>{`and ${formatCount(names.length - mostNames)} others`}</li>}
          </ul>
        </section>
      </div>
    </main>
  );
}

/** How to get in, in pictures and words. */
function Ways({ phase, code, joinLinks, lent }: RoomView) {
  const [link] = joinLinks;
  const isOpen = phase === "open" && link !== undefined;
  return (
    <div className="projector-ways">
      {isOpen && <QrImage link={link} name={`QR code of the join link of room ${code ?? ""}`} />}
      <h1>
        <span className="projector-label">Room </span>
        <span className="projector-code">{code ?? "…"}</span>
      </h1>
      {isOpen ? (
        <ol className="projector-steps">
          <li>Join the same network as this computer.</li>
          <li>
            Scan the code with a phone
            {lent && (
              <>
                , or open <strong>{hostOf(link)}</strong>
              </>
            )}
            .
          </li>
          {lent && (
            <li>
              Type <strong>{code}</strong>, and press Join.
            </li>
          )}
        </ol>
      ) : (
        <p className="projector-phase">{phase === "opening" ? "The room is being opened." : "Nobody can join now."}</p>
      )}
    </div>
  );
}

function JobShown({ job }: { readonly job: ToldJob }) {
  return (
    <section aria-labelledby="projector-job">
      <h2 id="projector-job">{job.title}</h2>
      <TaskBar job={job} label="Tasks done or failed" />
      <p className="projector-count">
        {job.failed + job.skipped === 0
          ? `${formatCount(settledOf(job))} of ${totalInWords(job)} done`
          : `${tallyInWords(job)}, of ${totalInWords(job)}`}
      </p>
      <p className="projector-phase">{phaseWords(job)}</p>
    </section>
  );
}
