import { useEffect, useEffectEvent, useId, useRef, useState } from "react";
import type { Room } from "../../../room/room.ts";
import { isUnderWay } from "../../../room/store.ts";
import { Switch } from "../../../ui/switch.tsx";
import { turnProjectorInUrl } from "../../page-in-url.ts";
import { storeText } from "../job/store-text.ts";
import { actionOf, pageKeys, type KeyAction } from "./key-list.ts";
import "./page-keys.css";

/** What the browser keeps: `off` where a person wants no keys of the page's own. */
const keptAs = "coordinator-keys";

/** The keys of the page, and the button with their list. A person who dictates, or presses keys by chance, can switch them off. */
export function PageKeys({ room }: { room: Pick<Room, "store" | "pauseJob" | "resumeJob"> }) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOn, setOn] = useState(areKeysOn);
  const press = useEffectEvent((event: KeyboardEvent): void => {
    if (isTyping(event.target) || document.querySelector("dialog[open]") !== null) return;
    const action = actionOf(event);
    if (action === null || !isOn) return;
    event.preventDefault();
    if (action.type === "help") dialog.current?.showModal();
    else act(room, action);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => press(event);
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
  const turn = (on: boolean): void => {
    setOn(on);
    storeText(keptAs, on ? "on" : "off");
  };
  return (
    <>
      <button
        type="button"
        className="quiet keys-button"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts"
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        ?
      </button>
      <dialog className="asking keys" ref={dialog} aria-labelledby={id}>
        <h2 id={id}>Keyboard shortcuts</h2>
        <dl className="keys-list">
          {pageKeys.map(({ key, words }) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
        <Switch label="Use these keys" on={isOn} onChange={turn}>
          The timeline has keys of its own, which stand below it.
        </Switch>
        <div className="buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
      </dialog>
    </>
  );
}

function areKeysOn(): boolean {
  try {
    return localStorage.getItem(keptAs) !== "off";
  } catch {
    // A browser may refuse its storage.
    return true;
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("textarea, select, input:not([type='checkbox'])"))
  );
}

function act(room: Pick<Room, "store" | "pauseJob" | "resumeJob">, action: KeyAction): void {
  const { job } = room.store.getState();
  switch (action.type) {
    case "view":
      location.hash = action.fragment;
      return;
    case "pause":
      if (job === null || !isUnderWay(job)) return;
      if (job.phase === "paused") room.resumeJob(job.id);
      else room.pauseJob(job.id);
      return;
    case "search":
      focusFirst(".board-view input[type='search']");
      return;
    case "start":
      focusFirst(".job-form button.primary");
      return;
    case "code":
      document.querySelector<HTMLElement>(".qr-enlarge")?.click();
      return;
    case "projector":
      turnProjectorInUrl();
      return;
    case "help":
      return;
  }
}

function focusFirst(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}
