import { CopyField } from "../../../ui/copy-field.tsx";
import { joinLinkParts } from "./join-link-parts.ts";
import "./join-link.css";

/** The join link. Its host and its room's code can be read even where the whole does not fit. */
export function JoinLink({ link }: { link: string }) {
  return (
    <CopyField label="Join link" text={link}>
      <span className="join-link-shown" aria-hidden="true">
        {joinLinkParts(link).map(({ part, text }) => (
          <span key={part} className={`join-link-${part}`}>
            {text}
          </span>
        ))}
      </span>
    </CopyField>
  );
}
