import { memo, useMemo, useRef } from "react";
import type { RoomCode } from "../../../core/ids.ts";
import { originOf } from "./join-link-parts.ts";
import { drawQrCode, type QrDrawing } from "./qr-drawing.ts";

interface Props {
  readonly link: string;
  readonly code: RoomCode | null;
}

export function QrCode({ link, code }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const name = `QR code of the join link${code === null ? "" : ` of room ${code}`}`;
  const drawing = useMemo(() => drawQrCode(link), [link]);
  return (
    <div className="qr">
      <QrPicture drawing={drawing} name={name} />
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
          <QrPicture drawing={drawing} name={name} />
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

export function QrImage({ link, name }: { readonly link: string; readonly name: string }) {
  const drawing = useMemo(() => drawQrCode(link), [link]);
  return <QrPicture drawing={drawing} name={name} />;
}

/** Always dark on light: many phones do not read the inverse. */
const QrPicture = memo(function QrPicture({ drawing, name }: { readonly drawing: QrDrawing; readonly name: string }) {
  const { size, path } = drawing;
  return (
    <svg className="qr-image" role="img" aria-label={name} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <path fill="#ffffff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000000" d={path} />
    </svg>
  );
});
