import { sandboxNeeds } from "virtual:tabpool-sandbox";
import { embeddedPage } from "../compute/embedded-page.ts";
import { createCompute } from "../compute/create-compute.ts";
import type { ComputeTrouble } from "../core/compute-trouble.ts";
import type { Pace } from "../core/pace.ts";
import { browserMembershipEnvironment } from "../environment/browser/membership-environment.ts";
import type { Dialer } from "../environment/dialer.ts";
import type { LocalHelper } from "../environment/local-helper.ts";
import { noScreen } from "../environment/screen.ts";
import { keepsNothing } from "../environment/stay-keeper.ts";
import { createHelper } from "../membership/create-helper.ts";

const refused: ComputeTrouble = {
  key: "sandbox-not-checked",
  message: `the page's Content-Security-Policy must allow ${sandboxNeeds}`,
};

interface OwnSlots {
  readonly slots: number;
  readonly name: string | undefined;
  /** Most tasks of one Worker; undefined: any number. */
  readonly tasksPerWorker: number | undefined;
}

/** The pool's own slots: a volunteer in the page, whose sandbox needs no file of a server. It leaves the page's screen alone. */
export function createPoolHelper(pace: Pace, dialer: Dialer, { slots, name, tasksPerWorker }: OwnSlots): LocalHelper {
  const environment = {
    ...browserMembershipEnvironment(pace, dialer, keepsNothing),
    screen: noScreen,
    createCompute: () => createCompute({ container: document.body, page: embeddedPage(refused), tasksPerWorker }),
  };
  return createHelper(environment, slots, name);
}
