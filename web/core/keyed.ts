/** What people are told, as data: a key, and the arguments of its sentence. `web/words` has the sentences. */
export interface Keyed {
  readonly key: string;
}

/** As the message of an exception has it: `must-be allowed=(whole-number least=1 most=255) found=(value text="256")`. */
export function inData(keyed: Keyed): string {
  const given: [string, unknown][] = Object.entries(keyed);
  const named = given
    .filter(([name]) => name !== "key")
    .map(([name, argument]) => `${name}=${argumentInData(argument)}`);
  return [keyed.key, ...named].join(" ");
}

function argumentInData(argument: unknown): string {
  return isKeyed(argument) ? `(${inData(argument)})` : JSON.stringify(argument);
}

function isKeyed(argument: unknown): argument is Keyed {
  return typeof argument === "object" && argument !== null && "key" in argument && typeof argument.key === "string";
}
