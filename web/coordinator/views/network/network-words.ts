import type { VolunteerId } from "../../../core/ids.ts";
import type { LinkFigures } from "../../../links/link.ts";
import type { VolunteerView } from "../../../room/store.ts";
import { formatCount, formatPlural, formatRuntime } from "../../../words/format.ts";

type Linked = Pick<VolunteerView, "id" | "kind" | "link">;

/** The star in a sentence or two. */
export function networkWords(
  present: readonly Linked[],
  links: ReadonlyMap<VolunteerId, Pick<LinkFigures, "roundTripMs">>,
): string {
  const number = (kind: Linked["kind"]): number => present.filter((one) => one.kind === kind).length;
  const ways = [
    ...part(number("peer"), "directly"),
    ...part(number("relay"), "through the server, which cannot read it"),
    ...part(number("memory"), "in this tab"),
  ];
  const wavering = present.filter(({ link }) => link === "wavering").length;
  const unsteady = wavering === 0 ? "" : ` ${formatPlural(wavering, "link is", "links are")} interrupted.`;
  return `${formatPlural(present.length, "volunteer is", "volunteers are")} linked to this tab: ${ways.join(", ")}.${unsteady}${tripWords(present, links)}`;
}

function part(count: number, how: string): readonly string[] {
  return count === 0 ? [] : [`${formatCount(count)} ${how}`];
}

function tripWords(
  present: readonly Linked[],
  links: ReadonlyMap<VolunteerId, Pick<LinkFigures, "roundTripMs">>,
): string {
  const trips = present.flatMap(({ id }) => links.get(id)?.roundTripMs ?? []).toSorted((a, b) => a - b);
  const [shortest, longest] = [trips[0], trips.at(-1)];
  if (shortest === undefined || longest === undefined) return "";
  if (trips.length === 1) return ` There and back takes ${formatRuntime(shortest)}.`;
  const middle = trips[Math.floor(trips.length / 2)] ?? longest;
  return ` There and back takes from ${formatRuntime(shortest)} to ${formatRuntime(longest)}, in the middle ${formatRuntime(middle)}.`;
}
