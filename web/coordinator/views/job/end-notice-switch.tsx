import { useEffect, useState } from "react";
import type { JobView, RoomStore } from "../../../room/store.ts";
import { Switch } from "../../../ui/switch.tsx";
import { endTold } from "./end-notice.ts";
import { storeText } from "./store-text.ts";

/** What the browser keeps: `on` where a person wants to be told. */
const keptAs = "coordinator-end-notice";

/** A notification when the job shown ends while the page is out of sight. Empty where the browser has none, as over plain http. */
export function EndNoticeSwitch({ store }: { readonly store: RoomStore }) {
  const [isOn, setOn] = useState(isWanted);
  const [isRefused, setRefused] = useState(false);
  useEffect(() => (isOn ? tellEnds(store) : undefined), [isOn, store]);
  if (!("Notification" in globalThis) || !isSecureContext) return null;
  const turn = async (on: boolean): Promise<void> => {
    const allowed = on && (await Notification.requestPermission()) === "granted";
    setOn(allowed);
    setRefused(on && !allowed);
    storeText(keptAs, allowed ? "on" : "off");
  };
  return (
    <Switch label="Tell me when it ends" on={isOn} onChange={(on) => void turn(on)}>
      {isRefused ? (
        <span className="problem">The browser does not allow it: its settings for this site do.</span>
      ) : (
        "By a notification, while this page is out of sight."
      )}
    </Switch>
  );
}

function isWanted(): boolean {
  try {
    return localStorage.getItem(keptAs) === "on" && Notification.permission === "granted";
  } catch {
    // A browser may refuse its storage, or have no notifications.
    return false;
  }
}

/** Returns the way to end it. */
function tellEnds(store: RoomStore): () => void {
  let before: JobView | null = store.getState().job;
  return store.subscribe(({ job }) => {
    if (job === before) return;
    const told = endTold(before, job);
    before = job;
    if (told === null || document.visibilityState === "visible") return;
    const notice = new Notification(told.title, { body: told.body, tag: "job-end" });
    notice.addEventListener("click", () => window.focus());
  });
}
