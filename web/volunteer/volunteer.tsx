import { openMembership } from "./open-membership.ts";
import { VolunteerPage } from "./views/volunteer-page.tsx";

/** The page of a volunteer, with a membership of this browser. */
export function Volunteer() {
  return <VolunteerPage openMembership={openMembership} />;
}
