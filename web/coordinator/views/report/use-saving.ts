import { useEffect, useRef, useState } from "react";
import { runInSlices } from "../../../core/time-slices.ts";
import { messageOf } from "../../../core/message-of.ts";
import { browserClock } from "../../../environment/browser/browser-clock.ts";
import { downloadSaver } from "../../../environment/browser/download-saver.ts";

/** Writes a file part by part; gives how much of it is written, from 0 to 1, or what has to settle first. */
type WriteFile = (add: (part: string) => void) => Generator<number | Promise<unknown>, void>;

interface FileToSave {
  readonly name: string;
  readonly mediaType: string;
  /** Rejects where it cannot be written. */
  readonly prepare: () => Promise<WriteFile>;
}

export interface Saving {
  /** The file that is being written, and how much of it is, in percent; null while none is. */
  readonly underWay: { readonly name: string; readonly percent: number } | null;
  /** How the last one ended, in a sentence; empty before. */
  readonly told: string;
  readonly begin: (file: FileToSave) => void;
  /** Nothing is saved then. */
  readonly stop: () => void;
}

/** Saves one file at a time, in slices of the page's time. It is stopped when its view goes. */
export function useSaving(): Saving {
  const [underWay, setUnderWay] = useState<Saving["underWay"]>(null);
  const [told, setTold] = useState("");
  const callOff = useRef<(() => void) | null>(null);
  useEffect(() => () => callOff.current?.(), []);

  const end = (sentence: string): void => {
    callOff.current = null;
    setUnderWay(null);
    setTold(sentence);
  };
  const begin = ({ name, mediaType, prepare }: FileToSave): void => {
    if (callOff.current !== null) return;
    let isCalledOff = false;
    let stopSlices: (() => void) | null = null;
    callOff.current = () => {
      isCalledOff = true;
      stopSlices?.();
    };
    setTold("");
    setUnderWay({ name, percent: 0 });
    const fail = (error: unknown): void => {
      if (!isCalledOff) end(`${name} was not saved: ${messageOf(error)}`);
    };
    const write = (steps: WriteFile): void => {
      if (isCalledOff) return;
      const file = downloadSaver.beginFile(name, mediaType);
      let shown = 0;
      const added = steps((part) => file.addPart(part));
      stopSlices = runInSlices(added, browserClock, {
        progressed: (part) => {
          const percent = Math.floor(100 * part);
          if (percent === shown) return;
          shown = percent;
          setUnderWay({ name, percent });
        },
        finished: () => {
          file.save();
          end(`${name} is saved.`);
        },
        failed: fail,
      });
    };
    prepare().then(write).catch(fail);
  };
  const stop = (): void => {
    callOff.current?.();
    end("It was stopped: nothing is saved.");
  };
  return { underWay, told, begin, stop };
}
