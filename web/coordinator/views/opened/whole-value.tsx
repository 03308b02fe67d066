import { memo, useMemo, useState } from "react";
import { toBase64 } from "../../../core/values/base64.ts";
import { formatBytes, formatCount } from "../../../words/format.ts";
import { beginningOf, formOf, hexDump, type ValueForm } from "./value-forms.ts";

/** What is shown of a long value at first; ten times as much with each click. */
const charactersAtFirst = 4_000;
const bytesAtFirst = 512;

/** A box with more text takes the page seconds to lay out. */
const mostCharacters = 400_000;
const mostBytes = 51_200;

interface Props {
  /** Names what is shown: `Result`. */
  readonly name: string;
  readonly value: unknown;
  /** Of all of it, where `value` is only its beginning; null where it is the whole. */
  readonly bytes: number | null;
}

/**
 * A value whole: a long one is folded, bytes are in hexadecimal digits, pictures are pictures. Drawn again only for another value:
 * what stands around it may change with every frame.
 */
export const WholeValue = memo(function WholeValue({ name, value, bytes }: Props) {
  const form = useMemo(() => readForm(value), [value]);
  const [isBroken, setIsBroken] = useState(false);
  if (form.type === "problem") return <p className="problem">{form.problem}</p>;
  if (form.type === "text") return <Folded name={name} length={form.text.length} text={form.text} wholeBytes={bytes} />;
  if (form.type === "image" && !isBroken) {
    return (
      <img
        className="opened-image"
        alt={`${name}, a picture of ${formatBytes(form.bytes.length)}`}
        src={`data:${form.mime};base64,${toBase64(form.bytes)}`}
        onError={() => setIsBroken(true)}
      />
    );
  }
  return <Folded name={name} length={form.bytes.length} bytes={form.bytes} wholeBytes={bytes} />;
});

type Read = ValueForm | { readonly type: "problem"; readonly problem: string };

function readForm(value: unknown): Read {
  try {
    return formOf(value);
  } catch {
    return { type: "problem", problem: "The value is too large to be shown. Save the results to have it." };
  }
}

interface FoldedProps {
  readonly name: string;
  /** In characters or bytes. */
  readonly length: number;
  readonly text?: string;
  readonly bytes?: Uint8Array;
  /** As `bytes` of the value. */
  readonly wholeBytes: number | null;
}

function Folded({ name, length, text, bytes, wholeBytes }: FoldedProps) {
  const [most, setMost] = useState(bytes === undefined ? charactersAtFirst : bytesAtFirst);
  const shown =
    bytes === undefined ? (text === undefined ? "" : beginningOf(text, most)) : hexDump(bytes.subarray(0, most));
  const limit = bytes === undefined ? mostCharacters : mostBytes;
  const isText = bytes === undefined && wholeBytes === null;
  const all = isText ? `${formatCount(length)} characters` : formatBytes(wholeBytes ?? length);
  const isAllShown = length <= most && wholeBytes === null;
  return (
    <>
      {/* A box that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre
        className={`opened-value${bytes === undefined ? "" : " opened-bytes"}`}
        tabIndex={0}
        role="region"
        aria-label={name}
      >
        {shown}
        {length > most && "…"}
      </pre>
      {!isAllShown && (length <= most || most >= limit) && (
        <p className="hint">{`The rest of ${all} is in the saved results.`}</p>
      )}
      {length > most && most < limit && (
        <button type="button" className="quiet" onClick={() => setMost(10 * most)}>
          {`Show more of ${all}`}
        </button>
      )}
    </>
  );
}
