import { expect as base } from "@playwright/test";

/**
 * Waits for what happens, never for a clock: a slow machine is to need more time and nothing else. Set here, since the
 * settings of Playwright's runner do not hold where pages are driven without it.
 */
export const expect = base.configure({ timeout: 60_000 });
