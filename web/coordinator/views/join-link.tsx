import { useEffect, useId, useRef, useState } from "react";
import { copyText } from "../../ui/copy-text.ts";

const copiedForMs = 2_000;

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
      <label htmlFor={id}>Join link</label>
      <div className="join-link">
        <input id={id} ref={field} readOnly value={link} onFocus={(event) => event.target.select()} />
        <button type="button" onClick={() => void copy()}>
          {copied === "yes" ? "Copied" : "Copy link"}
        </button>
      </div>
      <p className={copied === "refused" ? "hint" : "visually-hidden"} role="status">
        {copied === "yes" && "The join link is copied."}
        {copied === "refused" && "This browser does not let the page copy; the link is selected, so copy it by hand."}
      </p>
    </div>
  );
}
