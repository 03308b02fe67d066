import type { ModulePlatform } from "../../../web/compute/slot/module-platform.ts";
import { errorTexts, isError, thrownError } from "../../../web/core/values/thrown.ts";
import { moduleAddress, slotName } from "./module-address.ts";
import { syntaxPlace } from "./syntax-place.ts";

/** What Node says of a specifier that leads nowhere from such an address, which it quotes. */
const unresolved = /^(Failed to resolve module specifier "[^]*?") from "[^]*$/;

export const threadModules: ModulePlatform = {
  addressOf: moduleAddress,
  isOwnLine: (line) => line.includes(slotName) || line.includes("node:internal/"),
  placeOf: syntaxPlace,
  explainImport: (described, thrown, readable) => {
    if (!isError(thrown)) return described;
    // From the whole message: of a long address a described one has the beginning only, which is no name's.
    const message = readable(errorTexts(thrown).message).replace(
      unresolved,
      "$1 (a task has no packages, and no files but those of its job)",
    );
    const explained = thrownError(described.name, message, described.stack);
    return explained.message === described.message ? described : explained;
  },
};
