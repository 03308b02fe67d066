import { useRef, useState, type FormEvent } from "react";
import { sayCommonSentence } from "../words/say-common.ts";
import { parseRoomEntry } from "./room-entry.ts";
import { TextField } from "./text-field.tsx";

interface Props {
  /** False where another button of the page is the likelier way on. */
  readonly primary?: boolean;
  readonly autoFocus?: boolean;
}

/** Takes a room's code or its whole join link and goes there. Problems are shown after the first try, not while a person types. */
export function RoomCodeForm({ primary = true, autoFocus = false }: Props) {
  const [text, setText] = useState("");
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const entry = parseRoomEntry(text, location);
  const focusField = (): void => form.current?.querySelector("input")?.focus();

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setAsked(true);
    if (entry.type === "code") goTo(`/worker?room=${entry.code}`);
    else if (entry.type === "link") goTo(entry.path);
    else if (entry.type === "problem") focusField();
  };
  const change = (typed: string): void => {
    setText(typed);
    if (entry.type === "foreign") setAsked(false);
  };

  return (
    <form className="code-form" onSubmit={submit} noValidate ref={form}>
      <TextField
        label="Room code"
        unit="or the whole link"
        className={/[/:]/.test(text) ? "field-link" : "field-code"}
        text={text}
        autoFocus={autoFocus}
        autoCapitalize="characters"
        enterKeyHint="go"
        onChange={change}
        problem={asked && entry.type === "problem" ? sayCommonSentence(entry.problem) : null}
      />
      <button type="submit" className={primary ? "primary" : undefined}>
        Go to the room
      </button>
      {asked && entry.type === "foreign" && (
        <div className="foreign-link" role="alert">
          <p>
            This link belongs to another site, <strong>{entry.url.host}</strong>. Open it?
          </p>
          <p className="buttons">
            <button type="button" onClick={() => location.assign(entry.url)}>
              Open {entry.url.host}
            </button>
            <button
              type="button"
              onClick={() => {
                change("");
                focusField();
              }}
            >
              Stay here
            </button>
          </p>
        </div>
      )}
    </form>
  );
}

/** Loads the page of a room. Assigning the address that is already shown would not load it again. */
function goTo(path: string): void {
  if (new URL(path, location.href).href === location.href) location.reload();
  else location.assign(path);
}
