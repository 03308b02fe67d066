import { createContext, useContext } from "react";
import type { Pace } from "../core/pace.ts";

/** The page's pace, for its components. */
export const PaceContext = createContext<Pace | null>(null);

export function usePace(): Pace {
  const pace = useContext(PaceContext);
  if (pace === null) throw new Error("the page has no PaceContext around what it draws");
  return pace;
}
