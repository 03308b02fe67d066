import type { TabId } from "../../core/ids.ts";
import type { Feature } from "../../core/job/features.ts";
import { noScreen } from "../../environment/screen.ts";
import { keepsNothing } from "../../environment/stay-keeper.ts";
import { createMembership } from "../../membership/create-membership.ts";
import type { Membership } from "../../membership/membership.ts";
import type { VolunteerPhase } from "../../membership/store.ts";
import { tabOf } from "../../membership/testing/fake-environment.ts";
import type { InstantLink } from "../../membership/testing/instant-link.ts";
import type { FakeBrowser, FakeEnvironment } from "./fake-environment.ts";
import { PlainCompute, type PlainTask } from "./plain-compute.ts";

interface Newcomer {
  readonly name: string;
  readonly slots: number;
  readonly task: PlainTask;
  readonly features?: readonly Feature[];
  /** Tells tabs apart; 1 if not given. */
  readonly tab?: number;
}

/** A real membership over a link to the room of `environment`; only its Workers and its screen are missing. */
export class FakeVolunteer {
  readonly membership: Membership;
  readonly #links: InstantLink[] = [];

  constructor(browser: FakeBrowser, environment: FakeEnvironment, { name, slots, task, features, tab = 1 }: Newcomer) {
    const id: TabId = tabOf(tab);
    this.membership = createMembership({
      ...browser.basics,
      stays: keepsNothing,
      screen: noScreen,
      tab: id,
      device: "a test",
      createCompute: () => new PlainCompute(task, features),
      dialer: {
        findRoom: async () => ({ type: "found", identity: environment.host.identity }),
        dial: async () => {
          const link = environment.host.connect();
          this.#links.push(link);
          return { type: "opened", link };
        },
      },
    });
    this.membership.join({ name, slots });
  }

  get phase(): VolunteerPhase {
    return this.membership.store.getState().phase;
  }

  /** The volunteer's end of the newest link. */
  get link(): InstantLink {
    const link = this.#links.at(-1);
    if (link === undefined) throw new Error("it has no link yet");
    return link;
  }
}
