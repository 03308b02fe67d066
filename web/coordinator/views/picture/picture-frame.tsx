import { useRef, type ReactNode } from "react";
import { saveLayers } from "./save-picture.ts";

interface Props {
  readonly title: string;
  /** The job's title. */
  readonly name: string;
  /** The picture in words. */
  readonly words: string;
  /** Why nothing is drawn; null where something is. */
  readonly hint: string | null;
  /** Beside the button that saves it. */
  readonly choice?: ReactNode;
  readonly children: ReactNode;
}

/** What stands around each picture: its title, the button that saves it, and the same in words. */
export function PictureFrame({ title, name, words, hint, choice, children }: Props) {
  const ref = useRef<HTMLElement>(null);
  const save = (): void => {
    const layers = Array.from(ref.current?.querySelectorAll("canvas") ?? []);
    saveLayers(
      layers.filter(({ hidden }) => !hidden),
      name,
    );
  };
  return (
    <section className="panel board-picture" aria-labelledby="picture-title" ref={ref}>
      <div className="panel-head image-head">
        <h2 id="picture-title">{title}</h2>
        {hint === null && (
          <div className="buttons image-buttons">
            {choice}
            <button type="button" className="quiet" onClick={save}>
              Save picture
            </button>
          </div>
        )}
      </div>
      {children}
      {hint !== null && <p className="picture-place hint">{hint}</p>}
      <p className="aside picture-words">{words}</p>
    </section>
  );
}
