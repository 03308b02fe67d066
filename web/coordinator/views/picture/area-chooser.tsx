import { useRef, useState, type PointerEvent, type ReactNode } from "react";
import type { Place } from "../../../workloads/image-picture.ts";
import { areaBetween, areaPinched, type Spot } from "./area-choice.ts";

interface Props {
  /** In parts of the picture's size. */
  readonly onChoose: (area: Place) => void;
  /** The picture, which fills it. */
  readonly children: ReactNode;
}

/** One pointer of a mouse, or the fingers that touch. */
interface Touch {
  readonly from: Spot;
  readonly to: Spot;
}

/**
 * Lets people choose an area by dragging with a mouse or a pen, and by pinching with two fingers. One finger scrolls the page, as
 * everywhere.
 */
export function AreaChooser({ onChoose, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const touches = useRef(new Map<number, Touch>());
  const [area, setArea] = useState<Place | null>(null);

  const spotOf = ({ clientX, clientY }: PointerEvent): Spot => {
    const box = place.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return { x: (clientX - box.x) / box.width, y: (clientY - box.y) / box.height };
  };
  const areaNow = (): Place | null => {
    const [first, second] = [...touches.current.values()];
    if (first === undefined) return null;
    if (second === undefined) return areaBetween(first.from, first.to);
    return areaPinched([first.from, second.from], [first.to, second.to]);
  };
  const begin = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const spot = spotOf(event);
    touches.current.set(event.pointerId, { from: spot, to: spot });
    place.current?.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    const touch = touches.current.get(event.pointerId);
    if (touch === undefined) return;
    touches.current.set(event.pointerId, { ...touch, to: spotOf(event) });
    if (event.pointerType !== "touch" || touches.current.size === 2) setArea(areaNow());
  };
  const forget = (): void => {
    touches.current.clear();
    setArea(null);
  };
  const end = (event: PointerEvent): void => {
    if (!touches.current.has(event.pointerId)) return;
    const chosen = event.pointerType !== "touch" || touches.current.size === 2 ? areaNow() : null;
    forget();
    if (chosen !== null) onChoose(chosen);
  };
  return (
    <div
      ref={place}
      className="area-chooser"
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={forget}
    >
      {children}
      {area !== null && (
        <div
          className="area-chosen"
          style={{
            left: `${100 * area.x}%`,
            top: `${100 * area.y}%`,
            width: `${100 * area.width}%`,
            height: `${100 * area.height}%`,
          }}
        />
      )}
    </div>
  );
}
