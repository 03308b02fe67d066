import { useEffect, useState } from "react";
import { readProgramText } from "../../workloads/program/read-program-text.ts";
import { findExport, type Exported } from "./find-export.ts";

interface Found {
  readonly source: string;
  readonly exported: Exported;
}

/** Whether the module exports that name; null while that is not known. */
export function useExports(source: string, name: string): Exported | null {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    let isNewest = true;
    const show = (exported: Exported): void => {
      if (isNewest) setFound({ source, exported });
    };
    void findExport(source, name, readProgramText).then(show);
    return () => {
      isNewest = false;
    };
  }, [source, name]);
  return found?.source === source ? found.exported : null;
}
