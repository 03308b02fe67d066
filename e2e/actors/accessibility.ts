import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/**
 * All rules, in the page itself. Frames would be another run each, whose parts are put together in a further page. Only violations
 * are told with their elements: to describe those that pass takes longer than to look at them.
 */
export function rulesFor(page: Page): AxeBuilder {
  return new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ["violations"] })
    .exclude("iframe");
}
