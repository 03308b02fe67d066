const words = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(" "));

/** Names of the language, and those that slots of every kind have: tabs' Web Workers and Node's threads. */
const thereEverywhere = new Set(
  words(
    "undefined NaN Infinity globalThis eval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI",
    "encodeURIComponent escape unescape Object Function Boolean Symbol Error AggregateError EvalError RangeError",
    "ReferenceError SyntaxError TypeError URIError Number BigInt Math Date String RegExp Array Int8Array Uint8Array",
    "Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array BigInt64Array BigUint64Array Float16Array",
    "Float32Array Float64Array Map Set WeakMap WeakSet WeakRef FinalizationRegistry ArrayBuffer SharedArrayBuffer",
    "DataView Atomics JSON Iterator Promise Proxy Reflect Intl Temporal WebAssembly console setTimeout clearTimeout",
    "setInterval clearInterval queueMicrotask structuredClone performance crypto TextEncoder TextDecoder",
    "TextEncoderStream TextDecoderStream CompressionStream DecompressionStream ReadableStream WritableStream",
    "TransformStream URL URLSearchParams Blob File AbortController AbortSignal Event EventTarget CustomEvent",
    "DOMException MessageChannel MessagePort atob btoa navigator self OffscreenCanvas ImageData createImageBitmap",
    "ImageBitmap Path2D DOMMatrix DOMPoint DOMRect requestAnimationFrame",
    // The sandbox lets none of them reach a network, and says so; threads of a process have one.
    "fetch Headers Request Response FormData",
  ),
);

/** Of pages, and of other platforms: a program that works in one of them alone would fail elsewhere. By what is said of them. */
const thereInOneAlone: readonly (readonly [clause: string, names: readonly string[]])[] = [
  [
    "is there only in pages",
    words(
      "window document localStorage sessionStorage alert DOMParser XMLSerializer XSLTProcessor XPathEvaluator",
      "getComputedStyle matchMedia requestIdleCallback cancelIdleCallback customElements MutationObserver",
      "ResizeObserver IntersectionObserver ShadowRoot DocumentFragment NodeList NodeFilter TreeWalker Audio Image",
      "Worker SharedWorker AudioContext OfflineAudioContext MediaRecorder MediaStream RTCPeerConnection",
      "SpeechSynthesisUtterance",
    ),
  ],
  [
    "is there only in Node",
    words("process Buffer require module exports global setImmediate clearImmediate __dirname __filename"),
  ],
  ["is there only in Deno", ["Deno"]],
  ["is there only in Bun", ["Bun"]],
  // Pages have them too, but they are words that programs use for functions and classes of their own.
  [
    "is outside the function",
    words(
      "blur captureEvents close confirm fetchLater find focus getSelection moveBy moveTo open postMessage print prompt",
      "releaseEvents reportError resizeBy resizeTo scroll scrollBy scrollTo stop Animation Attr Comment Credential Document",
      "Element Fence Gamepad Highlight History Keyboard Location Navigation Navigator Node Option Plugin Presentation",
      "Profiler Range Screen Selection Sensor Storage Summarizer Text Touch Translator Viewport Window",
    ),
  ],
];

const pagesElements = /^(?:HTML|SVG)\w*$/;

/** Beside those above: a function that asks for them by `typeof` finds out where it runs. */
const askedForAnywhere = new Set(
  words("define importScripts indexedDB WebSocket XMLHttpRequest WorkerGlobalScope DedicatedWorkerGlobalScope"),
);

function clauseOfOneAlone(name: string): string | undefined {
  if (pagesElements.test(name)) return "is there only in pages";
  return thereInOneAlone.find(([, names]) => names.includes(name))?.[0];
}

/** A name that a function does not declare. */
export interface FreeName {
  readonly name: string;
  /** It is the operand of a `typeof`: the function knows that it may not be there. */
  readonly isAskedFor: boolean;
  /** Whatever is done with it is to count: `name().s[3]++`. */
  readonly isCounter: boolean;
  /** Whatever is done with it is to give functions their names: `name(() => …, "inner")`. */
  readonly isNaming: boolean;
}

/** What compilers put into a function's text, and stays outside of it, in a form that does no harm. */
function standInOf({ name, isCounter }: FreeName): string | null {
  // esbuild with `keepNames`, and what builds upon it; a number follows where the name was taken.
  if (/^__name\d*$/.test(name)) return `const ${name} = (target) => target;`;
  // Istanbul: `cov_1a2b3c4d().s[3]++`, and `.b[0][1]++` for branches.
  if (isCounter && /^cov_[0-9a-z]{6,}$/.test(name)) {
    return `const ${name} = () => ({ s: [], f: [], b: new Proxy([], { get: () => [] }) });`;
  }
  return null;
}

/**
 * Helpers of compilers for old browsers, which are functions and variables of the module around: what is left of their names without
 * underscores, capitals and numbers. Of Babel, SWC, TypeScript and esbuild.
 */
const oldHelper = new RegExp(
  `^(?:${[
    "async(?:iterator|values|delegator|generator\\w*|togenerator)?|await(?:er|value|asyncgenerator)?|wrapasyncgenerator|forawait",
    "generator|yieldstar|values|regenerator\\w*|overloadyield|marked|rest|objrest|excluded|assign|extends|pow|template",
    "objectspread\\w*|objectwithoutproperties\\w*|objectdestructuringempty|spread(?:s|array|arrays|props|values)?|callspread|read",
    "array(?:liketoarray|withholes|withoutholes)|to(?:array|consumablearray|primitive|propertykey)|slicedtoarray\\w*",
    "iterabletoarray\\w*|(?:non|unsupported)iterable\\w*|maybearraylike|createforofiterator\\w*|taggedtemplateliteral\\w*",
    "maketemplateobject|templateobject|typeof|instanceof|classcallcheck|class(?:static)?private\\w+|classcheckprivate\\w+",
    "class(?:apply|extract\\w*)descriptor\\w*|private(?:add|get|set|in|method|wrapper)|publicfield|defineproperty\\w*|checkinrhs",
    "assert(?:classbrand|thisinitialized)|create(?:class|super)|call(?:super|dispose)|superprop\\w+|inherits(?:loose)?|construct",
    "possibleconstructorreturn|[gs]etprototypeof|wrap(?:nativesuper|regexp)|newarrowcheck|skipfirstgeneratornext",
    "decorate\\w*|esdecorate|applydec\\w+|runinitializers|initializer\\w+|propkey|param|metadata|setfunctionname|using(?:ctx)?",
    "adddisposableresource|disposeresources|interoprequire\\w+|import(?:star|default)|tslib",
  ].join("|")})$`,
);

function isOldHelper(name: string): boolean {
  // Two come without the underscore that others begin with.
  const isOfCompiler = /^_|^(?:asyncGeneratorStep|regeneratorRuntime|tslib_\d+|templateObject_\d+)$/.test(name);
  const bare = name.replace(/^_+(?:ts_)?/, "").replace(/_?\d+$/, "");
  return isOfCompiler && oldHelper.test(bare.replaceAll("_", "").toLowerCase());
}

/** Names of imports that bundlers have renamed, and what they were called. */
const renamedImport = /^_*([A-Za-z]\w*?)(?:__WEBPACK_(?:IMPORTED|DEFAULT)\w*|__vi\w*import\w*|_*vite_ssr_import\w*)$/;

/** What a function needs and has not where tasks run, with what is said of it: `helper` is outside the function. */
export interface Missing {
  readonly name: string;
  readonly clause: string;
}

export interface FreeNames {
  /** Statements that stand before the function, and make names that compilers have put into it. */
  readonly preludes: readonly string[];
  readonly missing: readonly Missing[];
}

/** Sorts the names that a function does not declare. `own`: its own name. */
export function sortFreeNames(
  names: readonly FreeName[],
  own: string,
  isBuiltIn: (name: string) => boolean,
): FreeNames {
  const preludes: string[] = [];
  const missing: Missing[] = [];
  for (const freeName of names) {
    const { name, isAskedFor } = freeName;
    if (thereEverywhere.has(name)) continue;
    const alone = clauseOfOneAlone(name);
    if (isAskedFor && (alone !== undefined || askedForAnywhere.has(name))) continue;
    const standIn = standInOf(freeName);
    if (alone !== undefined) missing.push({ name, clause: `\`${name}\` ${alone}` });
    else if (standIn !== null) preludes.push(standIn);
    else if (isOldHelper(wordOf(name)) || name === `_${own}`) {
      missing.push({
        name,
        clause: `\`${name}\` is a helper of a compiler for old browsers: compile for ES2022 or newer`,
      });
    } else if (!isBuiltIn(name)) {
      missing.push({ name, clause: `\`${wordOf(name)}\` is outside the function${whereMinified(freeName)}` });
    }
  }
  return { preludes, missing };
}

/** What else is said of a name that a minifier may have given: it is in no file that people read. */
function whereMinified({ name, isNaming }: FreeName): string {
  if (isNaming) return " (where it is a minified helper that keeps names: build without `keepNames`)";
  if (!/^[\w$]{1,2}$/.test(name)) return "";
  return " (where a minifier has named it: it is something beside the function in its module, or a compiler's helper for old browsers, which compiling for ES2022 or newer leaves out)";
}

function wordOf(name: string): string {
  return renamedImport.exec(name)?.[1] ?? name;
}
