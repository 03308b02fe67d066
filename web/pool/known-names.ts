/** Names of the language, and those that slots of every kind have: tabs' Web Workers and Node's threads. */
const thereEverywhere = new Set(
  [
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
  ].flatMap((names) => names.split(" ")),
);

/** Of pages, and of Node's modules: a program that works in one of them alone would fail elsewhere. */
const thereInOneAlone: Readonly<Record<string, string>> = {
  window: "only in pages",
  document: "only in pages",
  localStorage: "only in pages",
  sessionStorage: "only in pages",
  alert: "only in pages",
  process: "only in Node",
  Buffer: "only in Node",
  require: "only in Node",
  module: "only in Node",
  exports: "only in Node",
  global: "only in Node",
  setImmediate: "only in Node",
  clearImmediate: "only in Node",
  __dirname: "only in Node",
  __filename: "only in Node",
};

/** What compilers put into a function's text, and stays outside of it, in a form that does no harm. */
const standIns: readonly (readonly [RegExp, (name: string) => string])[] = [
  // esbuild with `keepNames`, and what builds upon it.
  [/^__name$/, (name) => `const ${name} = (target) => target;`],
  // Istanbul counts what is covered: `cov_1a2b().s[3]++`.
  [
    /^cov_\w+$/,
    (name) =>
      `const ${name} = new Proxy(() => ${name}, { get: (_, member) => (member === Symbol.toPrimitive ? () => 0 : ${name}), set: () => true });`,
  ],
];

/** Helpers of compilers for browsers of before 2018, which are functions of the module around. */
const oldHelpers =
  /^(__(async|awaiter|generator|rest|spread\w*|objRest|publicField|private\w*|decorate\w*|values|read|assign|extends)|_?(async_?to_?generator|regenerator(_?runtime)?|to_?consumable_?array|object_?spread\w*|define_?property|class_?call_?check|sliced_?to_?array|extends)\d*|asyncGeneratorStep|regeneratorRuntime)$/i;

/** Names of imports that bundlers have renamed, and what they were called. */
const renamedImport = /^_*(\w+?)(?:__WEBPACK_(?:IMPORTED|DEFAULT)\w*|__vi\w*import\w*|_*vite_ssr_import\w*)$/;

export interface FreeNames {
  /** Statements that stand before the function, and make names that compilers have put into it. */
  readonly prelude: string;
  /** Of each name that is missing where tasks run a clause: `helper is outside the function`. */
  readonly missing: readonly { readonly name: string; readonly clause: string }[];
}

/** Sorts the names that a function does not declare. */
export function sortFreeNames(names: readonly string[], isBuiltIn: (name: string) => boolean): FreeNames {
  const preludes: string[] = [];
  const missing: { name: string; clause: string }[] = [];
  for (const name of names) {
    const only = Object.hasOwn(thereInOneAlone, name) ? thereInOneAlone[name] : undefined;
    const standIn = standIns.find(([pattern]) => pattern.test(name));
    if (only !== undefined) missing.push({ name, clause: `\`${name}\` is there ${only}` });
    else if (thereEverywhere.has(name)) continue;
    else if (standIn !== undefined) preludes.push(standIn[1](name));
    else if (oldHelpers.test(name)) {
      missing.push({
        name,
        clause: `\`${name}\` is a helper of a compiler for old browsers: compile for ES2018 or newer`,
      });
    } else if (!isBuiltIn(name)) missing.push({ name, clause: `\`${wordOf(name)}\` is outside the function` });
  }
  return { prelude: preludes.join(" "), missing };
}

function wordOf(name: string): string {
  const original = renamedImport.exec(name)?.[1];
  return original === undefined || original === "" ? name : original;
}
