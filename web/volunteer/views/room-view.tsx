import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { RoomCode } from "../../core/ids.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { UrlProblems } from "../../ui/url-problems.tsx";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import { useTitle } from "../../ui/use-title.ts";
import type { Volunteer, VolunteerIdentity } from "../volunteer.ts";
import type { WorkerUrl } from "../worker-url.ts";
import { AskingView } from "./asking-view.tsx";
import { JoiningView } from "./joining-view.tsx";
import { LeftView } from "./left-view.tsx";
import { rememberName, rememberedName } from "./own-name.ts";
import type { OwnSlots } from "./own-slots.ts";
import { RefusedView } from "./refused-view.tsx";
import { titleWords } from "./title-words.ts";
import { WorkingView } from "./working-view.tsx";

interface Props {
  readonly volunteer: Volunteer;
  readonly room: RoomCode;
  readonly url: WorkerUrl;
  readonly slots: OwnSlots;
}

export function RoomView({ volunteer, room, url, slots }: Props) {
  const { store } = volunteer;
  const phase = useStore(store, (state) => state.phase);
  const [identity, setIdentity] = useState<VolunteerIdentity>(() => ({
    name: url.name ?? rememberedName(),
    slots: url.slots ?? slots.preset,
  }));
  const words = useFrameStore(store, titleWords);
  useTitle(words, `Room ${room}`);

  const join = (as: VolunteerIdentity): void => {
    setIdentity(as);
    volunteer.join(as);
  };
  const { autojoin } = url;
  useEffect(() => {
    if (autojoin && store.getState().phase.type === "asking") volunteer.join(identity);
  }, [autojoin, store, volunteer, identity]);

  const joinAsked = (as: VolunteerIdentity): void => {
    rememberName(as.name);
    join(as);
  };

  switch (phase.type) {
    case "asking":
      return (
        <PageFrame width="reading" status={`Room ${room}`}>
          <UrlProblems problems={url.problems} rules={url.rules} />
          <AskingView room={room} slots={slots} identity={identity} onJoin={joinAsked} />
        </PageFrame>
      );
    case "joining":
      return (
        <PageFrame width="reading" status={`Room ${room}`}>
          <JoiningView room={room} step={phase.step} onCancel={() => volunteer.leave()} />
        </PageFrame>
      );
    case "refused":
      return (
        <PageFrame width="reading" status={`Room ${room}`}>
          <RefusedView room={room} problem={phase.problem} detail={phase.detail} onRetry={() => join(identity)} />
        </PageFrame>
      );
    case "left":
      return (
        <PageFrame width="reading" status={`Room ${room}`}>
          <LeftView store={store} room={room} onJoin={() => join(identity)} />
        </PageFrame>
      );
    case "present":
    case "reconnecting":
      return <WorkingView volunteer={volunteer} room={room} name={identity.name} slots={slots} />;
  }
}
