import { lazy, Suspense, type ComponentType } from "react";
import { useStore } from "zustand";
import type { RoomCode } from "../../core/ids.ts";
import type { ToldJob } from "../../core/volunteer/events.ts";
import { formatBytes, formatCount, formatRate, formatWorkRate } from "../../words/format.ts";
import { LogView } from "../../ui/log-view.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import type { DeviceKind } from "../../environment/browser/device.ts";
import type { VolunteerState, VolunteerStore } from "../../membership/store.ts";
import type { Membership } from "../../membership/membership.ts";
import type { OwnParts } from "../../membership/own-parts.ts";
import type { OwnSlots } from "./own-slots.ts";
import { ScreenHint } from "./screen-hint.tsx";
import { SlotCount } from "./slot-count.tsx";
import { SlotsView } from "./slots-view.tsx";
import { sayCommon } from "../../words/say-common.ts";
import { standing, standingHints } from "./standing-words.ts";

interface Props {
  readonly membership: Membership;
  readonly room: RoomCode;
  readonly slots: OwnSlots;
  readonly device: DeviceKind;
}

export function WorkingView({ membership, room, slots, device }: Props) {
  const { store } = membership;
  return (
    <PageFrame width="wide" status={`Room ${room}`}>
      <Reconnecting store={store} />
      <section className="panel" aria-labelledby="standing">
        <Head membership={membership} />
        <About store={store} />
        <StayLine membership={membership} room={room} />
        <Figures store={store} />
        {device !== "computer" && <ScreenHint store={store} />}
        <OwnPart store={store} />
      </section>
      <div className="work">
        <section className="panel" aria-labelledby="slots-title">
          <div className="panel-head">
            <h2 id="slots-title">Slots</h2>
            <SlotCount membership={membership} limits={slots} />
          </div>
          <SlotsView store={store} />
        </section>
        <Log store={store} />
      </div>
    </PageFrame>
  );
}

/** What this tab does at this moment. */
function Head({ membership }: { membership: Membership }) {
  const { store } = membership;
  const words = useFrameStore(store, standing);
  const hint = standingHints[words];
  const paused = useStore(store, (state) => state.paused);
  return (
    <>
      <div className="work-head">
        <h1 id="standing" tabIndex={-1}>
          {words}
        </h1>
        <button
          type="button"
          className={paused ? "primary large" : "large"}
          onClick={() => (paused ? membership.resume() : membership.pause())}
        >
          {paused ? "Resume" : "Pause"}
        </button>
      </div>
      {hint !== undefined && <p className="hint">{hint}</p>}
      <Fetching store={store} />
    </>
  );
}

/** How much is here of the data of jobs, while it comes. */
function Fetching({ store }: { store: VolunteerStore }) {
  const fetching = useFrameStore(store, (state) => state.fetching);
  if (fetching === null) return null;
  const { arrivedBytes, totalBytes } = fetching;
  return (
    <p className="hint">{`Fetching ${formatBytes(arrivedBytes)} of ${formatBytes(totalBytes)} of a job’s data.`}</p>
  );
}

/** What the newest job computes, in the coordinator's words. */
function About({ store }: { store: VolunteerStore }) {
  const about = useFrameStore(store, ({ job }) => job?.about ?? "");
  return about === "" ? null : <p className="about">{about}</p>;
}

/** Fetched with the first result that is drawn: most jobs have no picture. The tab computes on where it cannot be loaded. */
const OwnPicture = lazy(async (): Promise<{ readonly default: ComponentType<{ readonly parts: OwnParts }> }> => {
  try {
    return await import("./own-picture.tsx");
  } catch {
    return { default: () => null };
  }
});

/** What this tab has drawn; nothing of a job without a picture. */
function OwnPart({ store }: { store: VolunteerStore }) {
  const parts = useFrameStore(store, (state) => state.ownParts);
  if (parts.results.length === 0) return null;
  return (
    <Suspense>
      <OwnPicture parts={parts} />
    </Suspense>
  );
}

/** The name by which this tab is in the room, and the way out. */
function StayLine({ membership, room }: { membership: Membership; room: RoomCode }) {
  const name = useStore(membership.store, (state) => state.name);
  const isBack = useStore(membership.store, (state) => state.isBack);
  return (
    <div className="membership">
      <p>
        {isBack ? "Back in the room" : `In room ${room}`} as <strong>{name}</strong>
      </p>
      <button type="button" onClick={() => membership.leave()}>
        Leave
      </button>
    </div>
  );
}

function Reconnecting({ store }: { store: VolunteerStore }) {
  const phase = useStore(store, (state) => state.phase);
  if (phase.type !== "reconnecting") return null;
  return (
    <Notice kind="caution" title="The link to the coordinator was lost.">
      <p>
        {phase.seen === null ? "" : `Reason: ${sayCommon(phase.seen).replace(/\.+$/, "")}. `}
        This page tries again by itself (attempt {formatCount(phase.attempt)}).
      </p>
    </Notice>
  );
}

function Figures({ store }: { store: VolunteerStore }) {
  const done = useFrameStore(store, (state) => state.done);
  const failed = useFrameStore(store, (state) => state.failed);
  const rate = useFrameStore(store, (state) => state.tasksPerSecond);
  const uncommitted = useFrameStore(store, (state) => state.uncommitted);
  const job = useFrameStore(store, (state) => state.job);
  const openJobs = useFrameStore(store, (state) => state.openJobs);
  const link = useStore(store, linkInWords);
  return (
    <dl className="figures work-figures" aria-label="This tab’s work">
      <Figure label="Done" value={formatCount(done)} />
      <Figure label="Failed" value={formatCount(failed)} />
      <Figure label="Rate" value={rateInWords(rate, job, openJobs)} />
      <Figure label="Not yet recorded" value={formatCount(uncommitted)} />
      <Figure label="Link" value={link} />
      <Figure label="Job" value={jobInWords(job, openJobs)} />
    </dl>
  );
}

/** `Squares`, `Squares and 2 more` */
function jobInWords(newest: ToldJob | null, openJobs: number): string {
  if (newest === null) return "none yet";
  return openJobs > 1 ? `${newest.title} and ${openJobs - 1} more` : newest.title;
}

/** In the job's own unit; of several jobs, each with a unit of its own, in tasks. */
function rateInWords(tasksPerSecond: number, job: ToldJob | null, openJobs: number): string {
  if (job === null) return formatRate(tasksPerSecond);
  return openJobs > 1
    ? formatWorkRate(tasksPerSecond, "tasks")
    : formatWorkRate(tasksPerSecond * job.workOfTask, job.workUnit);
}

/** `direct`, `wavering`, `lost` */
function linkInWords({ link, linkKind }: VolunteerState): string {
  if (link === "none" || linkKind === null) return "lost";
  return link === "wavering" ? "wavering" : sayCommon({ key: "link-way", kind: linkKind });
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Log({ store }: { store: VolunteerStore }) {
  const lines = useFrameStore(store, (state) => state.log);
  return (
    <section className="panel work-log" aria-labelledby="log-title">
      <h2 id="log-title">Log</h2>
      <LogView lines={lines} say={sayCommon} />
    </section>
  );
}
