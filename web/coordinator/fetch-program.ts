import { problem, value, type Result } from "../core/result.ts";
import { maxSourceLength } from "../core/wire/limits.ts";
import { formatCount } from "../words/format.ts";

/** What programs are served as. */
const mediaTypes = ["text/javascript", "application/javascript", "text/plain"];

type Fetch = (path: string, options: RequestInit) => Promise<Response>;

/** The text of a program on this server; the problem is a sentence. A redirection is not followed: it may lead elsewhere. */
export async function fetchProgram(path: string, fetchFrom: Fetch = fetch): Promise<Result<string>> {
  try {
    const response = await fetchFrom(path, { redirect: "error", headers: { Accept: mediaTypes.join(", ") } });
    if (!response.ok) return problem(`The server answers ${response.status} for ${path}: is there such a file?`);
    const type = response.headers.get("Content-Type")?.split(";")[0]?.trim().toLowerCase() ?? "nothing";
    if (!mediaTypes.includes(type)) {
      return problem(`${path} is ${type}; a program must be served as ${mediaTypes.join(", ")}.`);
    }
    const text = await response.text();
    if (text.length <= maxSourceLength) return value(text);
    return problem(
      `${path} has ${formatCount(text.length)} characters; at most ${formatCount(maxSourceLength)} are possible.`,
    );
  } catch {
    return problem(`${path} could not be loaded. Is the server there, and does the address lead nowhere else?`);
  }
}
