import { useRef, type ReactNode } from "react";
import { savePicture } from "./save-picture.ts";

interface Props {
  readonly title: string;
  /** The job's title. */
  readonly name: string;
  /** The picture in words. */
  readonly words: string;
  /** Why nothing is drawn; null where something is. */
  readonly hint: string | null;
  readonly children: ReactNode;
}

/** What stands around each picture: its title, the button that saves it, and the same in words. */
export function PictureFrame({ title, name, words, hint, children }: Props) {
  const ref = useRef<HTMLElement>(null);
  const save = (): void => {
    const canvas = ref.current?.querySelector("canvas") ?? null;
    if (canvas !== null) savePicture(canvas, name);
  };
  return (
    <section className="panel board-picture" aria-labelledby="picture-title" ref={ref}>
      <div className="panel-head">
        <h2 id="picture-title">{title}</h2>
        {hint === null && (
          <button type="button" className="quiet" onClick={save}>
            Save picture
          </button>
        )}
      </div>
      {children}
      {hint !== null && <p className="picture-place hint">{hint}</p>}
      <p className="aside picture-words">{words}</p>
    </section>
  );
}
