import type { RoomCode } from "../core/ids.ts";
import { nameRule, parseDisplayName } from "../words/display-name.ts";
import { parseRoomCode } from "../words/parse-room-code.ts";
import { malformed, readParameters, type ParameterRule, type UrlProblem } from "../ui/url-parameters.ts";
import { describeWholeNumber, parseWholeNumber, type Limits } from "../words/whole-number.ts";

/** What `/worker?room=CODE&name=laptop-3&slots=2&autojoin=1#SECRET` asks for. */
export interface VolunteerUrl {
  /** Null if it is missing or malformed: then the page asks for the code. */
  readonly room: RoomCode | null;
  /** The text after the `#`; null if there is none. */
  readonly secret: string | null;
  readonly name: string | null;
  readonly slots: number | null;
  /** Join without a click; never where there are problems. */
  readonly autojoin: boolean;
  readonly problems: readonly UrlProblem[];
  /** All that this page takes. */
  readonly rules: readonly ParameterRule[];
}

export function parseVolunteerUrl(search: string, hash: string, slotLimits: Limits): VolunteerUrl {
  const roomRule = { name: "room", allowed: "a room code of 6 letters and digits, without I, L, O, 0 and 1" };
  const nameParameter = { name: "name", allowed: `a name of ${nameRule}` };
  const slotsRule = { name: "slots", allowed: `${describeWholeNumber(slotLimits)}: tasks computed at a time` };
  const autojoinRule = { name: "autojoin", allowed: "1 to join without a click, or 0" };
  const rules = [roomRule, nameParameter, slotsRule, autojoinRule];

  const { given, problems: namingProblems } = readParameters(search, rules);
  const problems = [...namingProblems];
  /** The parameter's value; null where it is absent or malformed, and then a problem says so. */
  const take = <Value>(rule: ParameterRule, parse: (text: string) => Value | null): Value | null => {
    const text = given.get(rule.name);
    if (text === undefined) return null;
    const found = parse(text);
    if (found === null) problems.push(malformed(rule, text));
    return found;
  };

  const room = take(roomRule, (text) => {
    const code = parseRoomCode(text);
    // Forgiving of case only: a URL is copied, not typed.
    return code.type === "value" && code.value.length === text.length ? code.value : null;
  });
  const name = take(nameParameter, (text) => {
    const parsed = parseDisplayName(text);
    return parsed.type === "value" ? parsed.value : null;
  });
  const slots = take(slotsRule, (text) => {
    const parsed = parseWholeNumber(text, slotLimits);
    return parsed.type === "value" ? parsed.value : null;
  });
  const autojoin = take(autojoinRule, (text) => (text === "0" || text === "1" ? text : null));

  const secret = hash.replace(/^#/, "");
  return {
    room,
    secret: secret === "" ? null : secret,
    name,
    slots,
    autojoin: autojoin === "1" && problems.length === 0,
    problems,
    rules,
  };
}
