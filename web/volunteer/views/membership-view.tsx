import { useEffect } from "react";
import { useStore } from "zustand";
import type { RoomCode } from "../../core/ids.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { UrlProblems } from "../../ui/url-problems.tsx";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import { useHeadingFocus } from "../../ui/use-heading-focus.ts";
import { useTitle } from "../../ui/use-title.ts";
import type { DeviceKind } from "../../environment/browser/device.ts";
import type { VolunteerPhase } from "../../membership/store.ts";
import type { Membership, VolunteerIdentity } from "../../membership/membership.ts";
import type { VolunteerUrl } from "../volunteer-url.ts";
import { AskingView } from "./asking-view.tsx";
import { JoiningView } from "./joining-view.tsx";
import { LeftView } from "./left-view.tsx";
import { LookingView } from "./looking-view.tsx";
import { rememberName, rememberedName } from "./own-name.ts";
import type { OwnSlots } from "./own-slots.ts";
import { RefusedView } from "./refused-view.tsx";
import { titleWords } from "./standing-words.ts";
import { WorkingView } from "./working-view.tsx";

interface Props {
  readonly membership: Membership;
  readonly room: RoomCode;
  readonly url: VolunteerUrl;
  readonly slots: OwnSlots;
  readonly device: DeviceKind;
}

export function MembershipView(props: Props) {
  const { membership, room, url, slots } = props;
  const { store } = membership;
  const phase = useStore(store, (state) => state.phase);
  useTitle(useFrameStore(store, titleWords), `Room ${room}`);
  useHeadingFocus(viewOf(phase));

  useEffect(() => {
    if (url.problems.length > 0) membership.look();
    else membership.arrive(url.autojoin ? ownIdentity(url, slots) : null);
  }, [membership, url, slots]);

  if (phase.type === "present" || phase.type === "reconnecting") return <WorkingView {...props} />;
  return (
    <PageFrame width="reading" status={`Room ${room}`}>
      <UrlProblems problems={url.problems} rules={url.rules} />
      <OutsideView {...props} phase={phase} />
    </PageFrame>
  );
}

type Outside = Exclude<VolunteerPhase, { type: "present" | "reconnecting" }>;

function OutsideView({ membership, room, url, slots, device, phase }: Props & { readonly phase: Outside }) {
  switch (phase.type) {
    case "looking":
      return <LookingView room={room} />;
    case "asking":
      return (
        <AskingView
          room={room}
          slots={slots}
          device={device}
          identity={ownIdentity(url, slots)}
          hasKey={url.secret !== null}
          onJoin={(identity) => {
            rememberName(identity.name);
            membership.join(identity);
          }}
        />
      );
    case "joining":
      return <JoiningView room={room} step={phase.step} onCancel={() => membership.leave()} />;
    case "refused":
      return (
        <RefusedView membership={membership} room={room} device={device} hasKey={url.secret !== null} {...phase} />
      );
    case "left":
      return <LeftView membership={membership} room={room} because={phase.because} />;
  }
}

/** Names the view of a phase. The heading gets the focus whenever the name changes, so each problem and each kind of ending has a name. */
function viewOf(phase: VolunteerPhase): string {
  if (phase.type === "refused") return phase.problem;
  if (phase.type === "left") return phase.because;
  return phase.type === "reconnecting" ? "present" : phase.type;
}

function ownIdentity(url: VolunteerUrl, slots: OwnSlots): VolunteerIdentity {
  return { name: url.name ?? rememberedName(), slots: url.slots ?? slots.preset };
}
