import { useEffect, useState } from "react";
import type { Result } from "../../../core/result.ts";
import { codeField, type CoordinatorUrl } from "../../coordinator-url.ts";
import { fetchProgram } from "../../fetch-program.ts";

/** The address with the text of the program that it names. Until that is there, nothing starts by itself. */
export function useServedProgram(url: CoordinatorUrl): CoordinatorUrl {
  const [served, setServed] = useState<CoordinatorUrl | null>(null);
  useEffect(() => {
    if (url.program === null) return;
    let isWanted = true;
    const load = async (path: string): Promise<void> => {
      const loaded = await fetchProgram(path);
      if (isWanted) setServed(withProgram(url, loaded));
    };
    void load(url.program);
    return () => {
      isWanted = false;
    };
  }, [url]);
  const [waiting] = useState(() => (url.program === null ? url : { ...url, startAt: null }));
  return served ?? waiting;
}

function withProgram(url: CoordinatorUrl, loaded: Result<string>): CoordinatorUrl {
  if (loaded.type === "problem") {
    return { ...url, startAt: null, problems: [...url.problems, { parameter: "program", text: loaded.problem }] };
  }
  return { ...url, values: { ...url.values, [codeField]: loaded.value } };
}
