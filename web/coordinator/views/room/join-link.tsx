import { useEffect, useId, useRef, useState } from "react";
import { copyText } from "../../../ui/copy-text.ts";
import { joinLinkParts } from "./join-address.ts";
import "./join-link.css";

const copiedForMs = 2_000;

/** The join link with a button to copy it. Its host and its room's code can be read even where the whole does not fit. */
export function JoinLink({ link }: { link: string }) {
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
      <div className="join-link-head">
        <label htmlFor={id}>Join link</label>
        <button type="button" className="copy" onClick={() => void copy()}>
          <span className={copied === "yes" ? "unseen" : undefined}>Copy link</span>
          <span className={copied === "yes" ? undefined : "unseen"}>Copied</span>
        </button>
      </div>
      <div className="join-link-box">
        <input id={id} ref={field} readOnly value={link} onFocus={(event) => event.target.select()} />
        <span className="join-link-shown" aria-hidden="true">
          {joinLinkParts(link).map(({ part, text }) => (
            <span key={part} className={`join-link-${part}`}>
              {text}
            </span>
          ))}
        </span>
      </div>
      <p className={copied === "refused" ? "hint" : "visually-hidden"} role="status">
        {copied === "yes" && "The join link is copied."}
        {copied === "refused" && "This browser does not let the page copy; the link is selected, so copy it by hand."}
      </p>
    </div>
  );
}
