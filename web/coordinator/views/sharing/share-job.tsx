import { useId, useState } from "react";
import { messageOf } from "../../../core/message-of.ts";
import type { Result } from "../../../core/result.ts";
import { downloadSaver } from "../../../environment/browser/download-saver.ts";
import type { WholeJob } from "../../../room/jobs/job-material.ts";
import { jobFileName, maxJobFileBytes, tooMuchData } from "../../../sharing/job-file.ts";
import { linkTo } from "../../../sharing/job-link.ts";
import { writeJob } from "../../../sharing/job-text.ts";
import { CopyField } from "../../../ui/copy-field.tsx";
import { formatBytes, formatCount } from "../../../words/format.ts";
import type { Unshared } from "../../../words/job-sayings.ts";
import { sayJob } from "../../../words/say-job.ts";
import "./sharing.css";

interface Shared {
  readonly type: "shared";
  readonly job: WholeJob;
  readonly text: string;
  readonly bytes: number;
  readonly link: Result<string, Unshared>;
}

/** What is shown of a job that is to be shared. */
export interface Sharing {
  readonly isBusy: boolean;
  readonly shown: Shared | { readonly type: "failed"; readonly reason: string } | null;
  /** Of its button, which has the focus again when what is shown is closed. */
  readonly buttonId: string;
  readonly share: () => void;
  readonly close: () => void;
}

/**
 * Shares what `find` gives, or says why there is nothing, behind “It cannot be shared”; null where another part of the page says so. `subject`: what is shared, of any kind; once it is
 * another one, what was made of the one before is not shown any more. `page`: the address of a coordinator's page, for a link.
 */
export function useSharing(page: string, subject: unknown, find: () => Promise<WholeJob | string | null>): Sharing {
  const [made, setMade] = useState<{ readonly of: unknown; readonly shown: Sharing["shown"] } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const buttonId = useId();
  const make = async (): Promise<void> => {
    const found = await find();
    setMade({ of: subject, shown: found === null ? null : await shownOf(found, page) });
  };
  const share = (): void => {
    if (isBusy) return;
    setBusy(true);
    void make()
      .catch((error: unknown) => setMade({ of: subject, shown: { type: "failed", reason: messageOf(error) } }))
      .finally(() => setBusy(false));
  };
  const close = (): void => {
    setMade(null);
    document.getElementById(buttonId)?.focus();
  };
  return { isBusy, shown: made !== null && made.of === subject ? made.shown : null, buttonId, share, close };
}

async function shownOf(found: WholeJob | string, page: string): Promise<Sharing["shown"]> {
  if (typeof found === "string") return { type: "failed", reason: found };
  const wrong = tooMuchData(found);
  if (wrong !== null) return { type: "failed", reason: sayJob(wrong) };
  const text = writeJob(found);
  const link = await linkTo(page, text);
  return { type: "shared", job: found, text, bytes: new Blob([text]).size, link };
}

/** `name`: for screen readers, what is shared. */
export function ShareButton({ sharing, name }: { readonly sharing: Sharing; readonly name: string }) {
  return (
    <button
      id={sharing.buttonId}
      type="button"
      aria-label={`Share ${name}`}
      aria-disabled={sharing.isBusy}
      aria-expanded={sharing.shown !== null}
      onClick={sharing.shown === null ? sharing.share : sharing.close}
    >
      Share
    </button>
  );
}

interface PanelProps {
  readonly sharing: Sharing;
  readonly name: string;
  /** Whether people may add inputs to the job, or could once it has started. */
  readonly isOpen: boolean;
}

/** The job as a link and as a file, with their sizes. Empty until the button is pressed. */
export function SharePanel({ sharing, name, isOpen }: PanelProps) {
  const { shown, close } = sharing;
  return (
    <div role="status" aria-label={`Sharing of ${name}`} className="share-panel">
      {shown?.type === "failed" && <p className="problem">It cannot be shared: {shown.reason}.</p>}
      {shown?.type === "shared" && <SharedAs shared={shown} isOpen={isOpen} onClose={close} />}
    </div>
  );
}

interface SharedProps extends Pick<PanelProps, "isOpen"> {
  readonly shared: Shared;
  readonly onClose: () => void;
}

function SharedAs({ shared, isOpen, onClose }: SharedProps) {
  const { job, text, bytes, link } = shared;
  const { inputs, title } = job.definition;
  const isSaveable = bytes <= maxJobFileBytes;
  const save = (): void => {
    const file = downloadSaver.beginFile(jobFileName(title), "application/json");
    file.addPart(text);
    file.save();
  };
  return (
    <>
      {link.type === "value" ? (
        <CopyField label="Link to the job" aside={`${formatCount(link.value.length)} characters`} text={link.value} />
      ) : (
        <p className="caution">
          No link: {sayJob(link.problem)}. {isSaveable && "Save the job as a file, and send that."}
        </p>
      )}
      <p className="hint">
        Link and file hold the program and its inputs, for whoever has them. Nothing of it is sent to a server, and it
        starts nowhere by itself.
        {isOpen && " It has the inputs that are there now, and takes no further ones."}
        {inputs.type === "stream" && inputs.file !== undefined && (
          <>
            {" "}
            Not in it: <strong>{inputs.file.name}</strong> ({formatBytes(inputs.file.bytes)}), from which the inputs are
            read. The page that opens the job asks for it.
          </>
        )}
      </p>
      <div className="buttons">
        <button type="button" disabled={!isSaveable} onClick={save}>
          Save as file
        </button>
        <span className="hint">
          {formatBytes(bytes)}
          {!isSaveable && `, of which a job’s file can have ${formatBytes(maxJobFileBytes)}`}
        </span>
        <button type="button" className="quiet share-close" onClick={onClose}>
          Close
        </button>
      </div>
    </>
  );
}
