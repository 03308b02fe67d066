import { useState, type FormEvent } from "react";
import type { RoomCode } from "../../core/ids.ts";
import { sayCommonSentence } from "../../words/say-common.ts";
import { parseDisplayName } from "../../words/display-name.ts";
import { formatPlural } from "../../words/format.ts";
import { focusFirstProblem, TextField } from "../../ui/text-field.tsx";
import { parseWholeNumber } from "../../words/whole-number.ts";
import type { DeviceKind } from "../../environment/browser/device.ts";
import type { VolunteerIdentity } from "../../membership/membership.ts";
import { proposedName } from "./own-name.ts";
import type { OwnSlots } from "./own-slots.ts";

interface Props {
  readonly room: RoomCode;
  readonly slots: OwnSlots;
  readonly device: DeviceKind;
  readonly identity: VolunteerIdentity;
  /** Whether the page came by a link that says by which key it knows the coordinator. */
  readonly hasKey: boolean;
  readonly onJoin: (identity: VolunteerIdentity) => void;
}

/** Asks before anything runs. What exactly will run is folded away: on a phone the name and *Join* fill the first screen. */
export function AskingView({ room, slots, device, identity, hasKey, onJoin }: Props) {
  const [nameText, setNameText] = useState(identity.name);
  const [slotsText, setSlotsText] = useState(String(identity.slots));
  const name = parseDisplayName(nameText);
  const count = parseWholeNumber(slotsText, slots);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (name.type === "value" && count.type === "value") onJoin({ name: name.value, slots: count.value });
    else focusFirstProblem(event.currentTarget);
  };

  return (
    <section className="panel">
      <h1 tabIndex={-1}>Room {room} asks for your help</h1>
      <p>
        Your {device} will compute tasks for it in a sandbox, without network and files, while this page is open. You
        can stop at any time.
      </p>
      <form className="join-form" onSubmit={submit} noValidate aria-label={`Join room ${room}`}>
        <div className="name-line">
          <TextField
            label="Your name"
            hint="Others in the room see it."
            text={nameText}
            enterKeyHint="go"
            onChange={setNameText}
            problem={name.type === "problem" ? sayCommonSentence(name.problem) : null}
          />
          <button type="button" onClick={() => setNameText(proposedName)}>
            Another name
          </button>
        </div>
        <button type="submit" className="primary large">
          Join
        </button>
        <details>
          <summary>How much at a time?</summary>
          <TextField
            label="Slots"
            unit="tasks at a time"
            hint={`1 to ${slots.largest}; your ${device} has ${formatPlural(slots.cores, "core")}.`}
            numeric
            text={slotsText}
            onChange={setSlotsText}
            problem={count.type === "problem" ? sayCommonSentence(count.problem) : null}
          />
        </details>
      </form>
      <details>
        <summary>What exactly?</summary>
        <dl className="terms">
          <div>
            <dt>Who asks</dt>
            <dd>
              Whoever opened room <strong>{room}</strong> at <strong>{location.host}</strong>.{" "}
              {hasKey
                ? "The link says how to know them: nobody else can take their place."
                : "Joined by its code, this page takes the server’s word for who that is. The room’s link or QR code says it itself."}
            </dd>
          </div>
          <div>
            <dt>What will run</dt>
            <dd>
              JavaScript tasks that the coordinator sends, in a sandbox: no network, no access to this page, to your
              files or to other tabs.
            </dd>
          </div>
          <div>
            <dt>How much</dt>
            <dd>
              {count.type === "value" ? formatPlural(count.value, "task") : "Some tasks"} at a time, on a {device} with{" "}
              {formatPlural(slots.cores, "core")}.
            </dd>
          </div>
          <div>
            <dt>How to stop</dt>
            <dd>
              <em>Leave</em> on the next page, or close this tab: then everything ends at once. <em>Pause</em> lets
              running tasks end and starts no others. A reload of this tab comes back by itself.
            </dd>
          </div>
        </dl>
      </details>
    </section>
  );
}
