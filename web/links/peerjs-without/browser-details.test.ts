import { expect, test } from "vitest";
import { detailsOf } from "./browser-details.ts";

const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)";
const appleWebKit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const blink = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  ["Chrome", `${mac} ${blink} Chrome/140.0.0.0 Safari/537.36`, "chrome", 140],
  ["Chrome without a window", `Mozilla/5.0 (X11) ${blink} HeadlessChrome/140.0.0.0 Safari/537.36`, "chrome", 140],
  ["Edge", `${mac} ${blink} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, "chrome", 140],
  [
    "Chrome on Android",
    `Mozilla/5.0 (Linux; Android 10; K) ${blink} Chrome/139.0.0.0 Mobile Safari/537.36`,
    "chrome",
    139,
  ],
  [
    "Android's WebView",
    `Mozilla/5.0 (Linux; Android 14; wv) ${blink} Version/4.0 Chrome/138.0.0.0 Mobile`,
    "chrome",
    138,
  ],
  ["Chromium of a distribution", `Mozilla/5.0 (X11) ${blink} Ubuntu Chromium/83.0.4103.61 Safari/537.36`, "chrome", 83],
  [
    "Edge before Chromium",
    `Mozilla/5.0 (Windows NT 10.0) ${blink} Chrome/64.0 Safari/537.36 Edge/17.17134`,
    "chrome",
    64,
  ],
  ["Firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "firefox", 143],
  ["Safari", `${mac} ${appleWebKit} Version/18.5 Safari/605.1.15`, "safari", 605],
  ["Safari on an iPhone", `${iphone} ${appleWebKit} Version/18.5 Mobile/15E148 Safari/604.1`, "safari", 605],
  ["Safari on an iPad, which says it is a Mac", `${mac} ${appleWebKit} Version/18.5 Safari/605.1.15`, "safari", 605],
  ["Chrome on an iPhone", `${iphone} ${appleWebKit} CriOS/140.0.7339.39 Mobile/15E148 Safari/604.1`, "safari", 605],
  ["Firefox on an iPhone", `${iphone} ${appleWebKit} FxiOS/143.0 Mobile/15E148 Safari/605.1.15`, "safari", 605],
  ["Edge on an iPhone", `${iphone} ${appleWebKit} EdgiOS/140.0 Version/18.0 Mobile/15E148 Safari/604.1`, "safari", 605],
  ["another program", "curl/8.5.0", "other", null],
  ["an empty text", "", "other", null],
])("%s is known by its engine", (_, userAgent, browser, version) => {
  expect(detailsOf(userAgent)).toEqual({ browser, version });
});
