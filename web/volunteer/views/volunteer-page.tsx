import { useCallback, useEffect, useState } from "react";
import type { RoomCode } from "../../core/ids.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { RoomCodeForm } from "../../ui/room-code-form.tsx";
import { UrlProblems } from "../../ui/url-problems.tsx";
import { useShell } from "../../ui/use-shell.ts";
import { useTitle } from "../../ui/use-title.ts";
import type { Volunteer } from "../volunteer.ts";
import { parseWorkerUrl, type WorkerUrl } from "../worker-url.ts";
import { ownSlots, type OwnSlots } from "./own-slots.ts";
import { RoomView } from "./room-view.tsx";
import { goToRoom } from "./go-to-room.ts";
import "./volunteer-page.css";

interface VolunteerOptions {
  readonly room: RoomCode;
  readonly secret: string | null;
}

interface Props {
  readonly createVolunteer: (options: VolunteerOptions) => Volunteer;
}

interface Arrival {
  readonly url: WorkerUrl;
  readonly slots: OwnSlots;
}

function arrive(): Arrival {
  const slots = ownSlots(navigator.hardwareConcurrency);
  return { slots, url: parseWorkerUrl(location.search, location.hash, slots) };
}

export function VolunteerPage({ createVolunteer }: Props) {
  const [{ url, slots }] = useState(arrive);

  // A link that differs in its secret only, pasted over the old one, does not load the page again by itself.
  useEffect(() => {
    const reload = (): void => location.reload();
    addEventListener("hashchange", reload);
    return () => removeEventListener("hashchange", reload);
  }, []);

  if (url.room === null) return <RoomMissing url={url} />;
  return <Joining createVolunteer={createVolunteer} room={url.room} url={url} slots={slots} />;
}

interface JoiningProps extends Props, Arrival {
  readonly room: RoomCode;
}

function Joining({ createVolunteer, room, url, slots }: JoiningProps) {
  const { secret } = url;
  const create = useCallback(() => createVolunteer({ room, secret }), [createVolunteer, room, secret]);
  const volunteer = useShell(create);
  return volunteer === null ? null : <RoomView volunteer={volunteer} room={room} url={url} slots={slots} />;
}

function RoomMissing({ url }: { url: WorkerUrl }) {
  useTitle("Which room?");
  return (
    <PageFrame width="reading">
      <UrlProblems problems={url.problems} rules={url.rules} />
      <section className="panel">
        <h1>Which room?</h1>
        <p>This page lends your computer’s cores to a room. Type the code on the coordinator’s screen.</p>
        <RoomCodeForm autoFocus onCode={goToRoom} />
      </section>
    </PageFrame>
  );
}
