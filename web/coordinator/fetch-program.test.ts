import { expect, test } from "vitest";
import { maxSourceLength } from "../core/wire/limits.ts";
import { fetchProgram } from "./fetch-program.ts";

function answering(status: number, type: string, body: string): Parameters<typeof fetchProgram>[1] {
  return (_path, { redirect }) => {
    expect(redirect).toBe("error");
    return Promise.resolve(new Response(body, { status, headers: { "Content-Type": type } }));
  };
}

test("a program is read as it is served", async () => {
  const served = answering(200, "text/javascript; charset=utf-8", "export default 7;");
  expect(await fetchProgram("/a.js", served)).toEqual({ type: "value", value: "export default 7;" });
});

test.each([
  [answering(404, "text/plain", "no"), "The server answers 404 for /a.js: is there such a file?"],
  [answering(200, "text/html", "<p>"), "/a.js is text/html; a program must be served as text/javascript, "],
  [answering(200, "text/plain", "x".repeat(maxSourceLength + 1)), "/a.js has 1,048,577 characters; at most 1,048,576"],
  [() => Promise.reject(new TypeError("redirected")), "/a.js could not be loaded. Is the server there"],
])("one that is none is refused with the reason (%#)", async (served, reason) => {
  expect(await fetchProgram("/a.js", served)).toEqual({ type: "problem", problem: expect.stringContaining(reason) });
});
