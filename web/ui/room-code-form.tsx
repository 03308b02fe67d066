import { useState, type FormEvent } from "react";
import type { RoomCode } from "../core/ids.ts";
import { parseRoomCode } from "./room-code.ts";
import { TextField } from "./text-field.tsx";

interface Props {
  readonly onCode: (code: RoomCode) => void;
  readonly autoFocus?: boolean;
}

/** Says what is wrong once somebody has asked to go on, not while they type the first character. */
export function RoomCodeForm({ onCode, autoFocus = false }: Props) {
  const [text, setText] = useState("");
  const [asked, setAsked] = useState(false);
  const code = parseRoomCode(text);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setAsked(true);
    if (code.type === "value") onCode(code.value);
    else event.currentTarget.querySelector("input")?.focus();
  };

  return (
    <form className="code-form" onSubmit={submit} noValidate>
      <TextField
        label="Room code"
        className="field-code"
        text={text}
        autoFocus={autoFocus}
        onChange={setText}
        problem={asked && code.type === "problem" ? code.problem : null}
      />
      <button type="submit" className="primary">
        Go to the room
      </button>
    </form>
  );
}
