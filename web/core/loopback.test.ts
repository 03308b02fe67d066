import { expect, test } from "vitest";
import { isLoopback } from "./loopback.ts";

test.each(["http://localhost:8080/", "http://LOCALHOST/", "http://room.localhost/", "http://127.1/", "http://[0::1]/"])(
  "the host of %s is this computer",
  (address) => {
    expect(isLoopback(new URL(address).hostname)).toBe(true);
  },
);

test.each(["http://192.168.1.5:8080/", "https://tabpool.example/", "http://127.example/", "http://[::2]/"])(
  "the host of %s may be another computer",
  (address) => {
    expect(isLoopback(new URL(address).hostname)).toBe(false);
  },
);
