import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { copyText } from "./copy-text.ts";
import "./copy-field.css";

const copiedForMs = 2_000;

interface Props {
  readonly label: string;
  /** Beside the label: how large it is. */
  readonly aside?: string;
  readonly text: string;
  /** Seen in place of the text until the field has the focus. */
  readonly children?: ReactNode;
}

/** A link with a button to copy it. */
export function CopyField({ label, aside, text, children }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");

  useEffect(() => {
    if (copied !== "yes") return;
    const timer = setTimeout(() => setCopied("no"), copiedForMs);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async (): Promise<void> => {
    if (field.current !== null) setCopied((await copyText(field.current)) ? "yes" : "refused");
  };

  return (
    <div className="field">
      <div className="copy-field-head">
        <label htmlFor={id}>{label}</label>
        <span className="copy-field-press">
          {aside !== undefined && <span className="hint">{aside}</span>}
          <button type="button" className="copy" onClick={() => void copy()}>
            <span className={copied === "yes" ? "unseen" : undefined}>Copy link</span>
            <span className={copied === "yes" ? undefined : "unseen"}>Copied</span>
          </button>
        </span>
      </div>
      <div className={children === undefined ? "copy-field-box" : "copy-field-box copy-field-covered"}>
        <input id={id} ref={field} readOnly value={text} onFocus={(event) => event.target.select()} />
        {children}
      </div>
      <p className={copied === "refused" ? "hint" : "visually-hidden"} role="status">
        {copied === "yes" && `The ${label.charAt(0).toLowerCase()}${label.slice(1)} is copied.`}
        {copied === "refused" && "This browser does not let the page copy; the link is selected, so copy it by hand."}
      </p>
    </div>
  );
}
