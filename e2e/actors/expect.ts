import { expect as base } from "@playwright/test";

/**
 * An `expect` with a long time limit, so that tests on a slow machine take longer and do not fail. Set here, since the settings
 * of Playwright's runner do not count for pages that are used without it.
 */
export const expect = base.configure({ timeout: 60_000 });
