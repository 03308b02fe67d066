import { useStore } from "zustand";
import type { RoomCode } from "../../core/ids.ts";
import { formatCount, formatRate } from "../../ui/format.ts";
import { LogView } from "../../ui/log-view.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import type { VolunteerStore } from "../store.ts";
import type { Volunteer } from "../volunteer.ts";
import type { OwnSlots } from "./own-slots.ts";
import { SlotCount } from "./slot-count.tsx";
import { SlotsView } from "./slots-view.tsx";

interface Props {
  readonly volunteer: Volunteer;
  readonly room: RoomCode;
  readonly name: string;
  readonly slots: OwnSlots;
}

export function WorkingView({ volunteer, room, name, slots }: Props) {
  const { store } = volunteer;
  const paused = useStore(store, (state) => state.paused);
  return (
    <PageFrame width="wide" status={`${name} in room ${room}`}>
      <Reconnecting store={store} />
      <section className="panel" aria-labelledby="room-title">
        <div className="panel-head">
          <h1 id="room-title">Computing for room {room}</h1>
          <div className="buttons">
            {paused ? (
              <button type="button" className="primary" onClick={() => volunteer.resume()}>
                Resume
              </button>
            ) : (
              <button type="button" onClick={() => volunteer.pause()}>
                Pause
              </button>
            )}
            <button type="button" onClick={() => volunteer.leave()}>
              Leave
            </button>
          </div>
        </div>
        <Figures store={store} />
        <ScreenHint store={store} />
      </section>
      <div className="work">
        <section className="panel" aria-labelledby="slots-title">
          <div className="panel-head">
            <h2 id="slots-title">Slots</h2>
            <SlotCount volunteer={volunteer} limits={slots} />
          </div>
          <SlotsView store={store} />
        </section>
        <Log store={store} />
      </div>
    </PageFrame>
  );
}

function Reconnecting({ store }: { store: VolunteerStore }) {
  const phase = useStore(store, (state) => state.phase);
  if (phase.type !== "reconnecting") return null;
  return (
    <Notice kind="caution" title="The link to the coordinator was lost.">
      <p>
        {phase.reason === "" ? "" : `Reason: ${phase.reason.replace(/\.+$/, "")}. `}
        This page tries again by itself (attempt {formatCount(phase.attempt)}). What is computed is kept and handed over
        when the link is back.
      </p>
    </Notice>
  );
}

/** Where the page cannot keep the screen on itself. */
function ScreenHint({ store }: { store: VolunteerStore }) {
  const screen = useStore(store, (state) => state.screen);
  if (screen !== "may-sleep") return null;
  return (
    <p className="hint" role="status">
      <strong>Keep this screen on.</strong> This browser does not let the page do it, and a phone or tablet whose screen
      goes dark stops computing. What it has finished is kept, and it comes back by itself when the screen is on again.
    </p>
  );
}

function Figures({ store }: { store: VolunteerStore }) {
  const done = useFrameStore(store, (state) => state.done);
  const failed = useFrameStore(store, (state) => state.failed);
  const rate = useFrameStore(store, (state) => state.tasksPerSecond);
  const uncommitted = useFrameStore(store, (state) => state.uncommitted);
  const job = useFrameStore(store, (state) => state.job);
  const link = useStore(store, linkWords);
  return (
    <dl className="figures" aria-label="This tab’s work">
      <Figure label="Done" value={formatCount(done)} />
      <Figure label="Failed" value={formatCount(failed)} />
      <Figure label="Rate" value={formatRate(rate)} />
      <Figure label="Not yet recorded" value={formatCount(uncommitted)} />
      <Figure label="Link" value={link} />
      <Figure label="Job" value={job ?? "none yet"} />
    </dl>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function linkWords(state: { link: "steady" | "wavering" | "none"; paused: boolean }): string {
  const words = { steady: "steady", wavering: "wavering", none: "lost" }[state.link];
  return state.paused ? `${words}, paused` : words;
}

function Log({ store }: { store: VolunteerStore }) {
  const lines = useFrameStore(store, (state) => state.log);
  return (
    <section className="panel work-log" aria-labelledby="log-title">
      <h2 id="log-title">Log</h2>
      <LogView lines={lines} />
    </section>
  );
}
