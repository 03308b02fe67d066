import { useCallback, useEffect, useState } from "react";
import type { RoomCode } from "../../core/ids.ts";
import type { Pace } from "../../core/pace.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { RoomCodeForm } from "../../ui/room-code-form.tsx";
import { UrlProblems } from "../../ui/url-problems.tsx";
import { usePace } from "../../ui/use-pace.ts";
import { useShell } from "../../ui/use-shell.ts";
import { useTitle } from "../../ui/use-title.ts";
import type { DeviceKind } from "../../environment/browser/device.ts";
import type { Membership } from "../../membership/membership.ts";
import type { PageRoom } from "../open-membership.ts";
import { parseWorkerUrl, type WorkerUrl } from "../worker-url.ts";
import { ownDevice } from "./own-device.ts";
import { ownSlots, type OwnSlots } from "./own-slots.ts";
import { RoomView } from "./room-view.tsx";
import "./volunteer-page.css";

interface Props {
  readonly openMembership: (room: PageRoom, pace: Pace) => Membership;
}

interface Arrival {
  readonly url: WorkerUrl;
  readonly slots: OwnSlots;
  readonly device: DeviceKind;
}

function arrive(): Arrival {
  const slots = ownSlots(navigator.hardwareConcurrency);
  return { slots, device: ownDevice(), url: parseWorkerUrl(location.search, location.hash, slots) };
}

export function VolunteerPage({ openMembership }: Props) {
  const [{ url, slots, device }] = useState(arrive);

  // A link that differs in its secret only, pasted over the old one, does not load the page again by itself.
  useEffect(() => {
    const reload = (): void => location.reload();
    addEventListener("hashchange", reload);
    return () => removeEventListener("hashchange", reload);
  }, []);

  const { room } = url;
  if (room === null) return <RoomMissing url={url} device={device} />;
  return <Joining openMembership={openMembership} room={room} url={url} slots={slots} device={device} />;
}

interface JoiningProps extends Props, Arrival {
  readonly room: RoomCode;
}

function Joining({ openMembership, room, ...arrival }: JoiningProps) {
  const { secret } = arrival.url;
  const pace = usePace();
  const create = useCallback(() => openMembership({ room, secret }, pace), [openMembership, room, secret, pace]);
  const membership = useShell(create);
  return membership === null ? null : <RoomView membership={membership} room={room} {...arrival} />;
}

function RoomMissing({ url, device }: Pick<Arrival, "url" | "device">) {
  useTitle("Which room?");
  return (
    <PageFrame width="reading">
      <UrlProblems problems={url.problems} rules={url.rules} />
      <section className="panel">
        <h1>Which room?</h1>
        <p>This page lends your {device}’s cores to a room. Type the code on the coordinator’s screen.</p>
        <RoomCodeForm autoFocus />
      </section>
    </PageFrame>
  );
}
