import { memo, useMemo, useRef } from "react";
import { encode } from "uqr";
import type { RoomCode } from "../../../core/ids.ts";
import { originOf } from "./join-link-parts.ts";

/** The quiet zone that the standard asks for (ISO/IEC 18004: four modules). */
const quietModules = 4;

interface Props {
  readonly link: string;
  readonly code: RoomCode | null;
}

export function QrCode({ link, code }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const name = `QR code of the join link${code === null ? "" : ` of room ${code}`}`;
  return (
    <div className="qr">
      <QrImage link={link} name={name} />
      <button type="button" className="quiet qr-enlarge" onClick={() => dialog.current?.showModal()}>
        Enlarge
      </button>
      <dialog
        className="qr-dialog"
        aria-label={name}
        ref={dialog}
        onClick={(event) => {
          // The dialog itself is a click's target only on the backdrop, beside its content.
          if (event.target === event.currentTarget) event.currentTarget.close();
        }}
      >
        <div className="qr-large">
          <QrImage link={link} name={name} />
          <p className="qr-caption">
            <span className="room-code">{code}</span> <span>{originOf(link)}</span>
          </p>
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
      </dialog>
    </div>
  );
}

/** Always dark on light: many phones do not read the inverse. */
export const QrImage = memo(function QrImage({ link, name }: { link: string; name: string }) {
  const { size, path } = useMemo(() => draw(link), [link]);
  return (
    <svg className="qr-image" role="img" aria-label={name} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <path fill="#ffffff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000000" d={path} />
    </svg>
  );
});

function draw(link: string): { size: number; path: string } {
  const { data, size } = encode(link, { ecc: "M", border: quietModules });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: squares.join("") };
}
