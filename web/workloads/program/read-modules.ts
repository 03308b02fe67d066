import { maxBlobBytes } from "../../core/blobs/blob-name.ts";
import { circleInWords, isModule, isWasm, programFileName, specifiersIn } from "../../core/job/import-specifiers.ts";
import { maxSourceLength } from "../../core/wire/limits.ts";
import { formatBytes } from "../../words/format.ts";
import { lookAlikes } from "./look-alikes.ts";
import type { ModuleFiles } from "./module-files.ts";
import {
  problemAt,
  wrongProgram,
  type FileImport,
  type ModuleReading,
  type ProgramProblem,
  type ProgramReading,
  type WrongProgram,
} from "./program-reading.ts";
import { readModule, readProgram } from "./read-program.ts";

/** A program with all that it imports. */
export interface ProgramWithModules extends ModuleReading {
  /** JavaScript of each module among the job's files that it imports, by itself or by another one. */
  readonly modules: ReadonlyMap<string, string>;
}

const wasmBeginning = [0, 0x61, 0x73, 0x6d];

/**
 * Reads a task's module and the files of the job that it imports, without running any of it. What passes here is what a slot loads,
 * which finds imports by a regular expression: it would find these, and nothing else.
 */
export async function readModules(text: string, files: ModuleFiles): Promise<ProgramWithModules | WrongProgram> {
  const read = readProgram(text);
  if (read.type === "wrong") return read;
  const walk = new Walk(files);
  await walk.visit(read, [programFileName], (problem) => problem);
  return wrongProgram(walk.problems) ?? { ...read, modules: walk.modules };
}

/** Parsing takes time, and a form asks at each key. By the bytes of a file, which the form reads once. */
const known = new WeakMap<Uint8Array, ProgramReading>();

class Walk {
  readonly problems: ProgramProblem[] = [];
  readonly modules = new Map<string, string>();
  readonly #files: ModuleFiles;
  readonly #visited = new Set<string>();

  constructor(files: ModuleFiles) {
    this.#files = files;
  }

  /** `path`: from the program to this module, by which it is imported. */
  async visit(
    { source, imports }: ModuleReading,
    path: readonly string[],
    placed: (problem: ProgramProblem) => ProgramProblem,
  ): Promise<void> {
    const note = ({ from, to }: FileImport, what: string): void => {
      this.problems.push(placed(problemAt(source, from, to, what)));
    };
    for (const problem of lookAlikes(source, imports, this.#files.names)) this.problems.push(placed(problem));
    const found = new Set(specifiersIn(source).map(({ from }) => from));
    for (const one of imports) {
      const wrong = this.#wrongWith(one, path) ?? (found.has(one.from) ? null : notPlain);
      if (wrong !== null) note(one, wrong);
      else if (!this.#visited.has(one.name)) {
        this.#visited.add(one.name);
        const unread = await this.#visitFile(one.name, path);
        if (unread !== null) note(one, unread);
      }
    }
  }

  #wrongWith({ name }: FileImport, path: readonly string[]): string | null {
    const named = JSON.stringify(`./${name}`);
    if (name === programFileName) {
      return `${named} cannot be imported: errors call the program itself ${name}. Give the file another name.`;
    }
    if (!this.#files.names.has(name)) return missing(named, this.#files.names);
    if (!isModule.test(name) && !isWasm.test(name)) {
      return `${named} cannot be imported: only .js, .mjs, .ts, .mts and .wasm can. Read it in the function, task.file(${JSON.stringify(name)}).`;
    }
    if (!path.includes(name)) return null;
    return `${named} closes a circle of modules: ${circleInWords([...path, name])}. Put what they share into a module of its own.`;
  }

  /** A sentence where the file cannot be read. */
  async #visitFile(name: string, path: readonly string[]): Promise<string | null> {
    const most = isWasm.test(name) ? maxBlobBytes : maxSourceLength;
    if (this.#files.sizeOf(name) > most)
      return `${name} is too large to be imported: the most is ${formatBytes(most)}.`;
    const bytes = await this.#files.read(name);
    if (bytes === null) return `${name} cannot be read: it may have been moved, or changed. Pick it again.`;
    if (isWasm.test(name)) {
      const isOne = wasmBeginning.every((byte, at) => bytes[at] === byte);
      return isOne ? null : `${name} is no WebAssembly: it does not begin as such a file does.`;
    }
    let read = known.get(bytes);
    if (read === undefined) {
      const text = textOf(bytes);
      if (text === null) return `${name} is no text in UTF-8.`;
      read = readModule(text);
      known.set(bytes, read);
    }
    const placed = (problem: ProgramProblem): ProgramProblem => ({ ...problem, file: name });
    if (read.type === "wrong") {
      this.problems.push(...read.problems.map(placed));
      return null;
    }
    this.modules.set(name, read.source);
    await this.visit(read, [...path, name], placed);
    return null;
  }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function missing(named: string, names: ReadonlySet<string>): string {
  const there = [...names].filter((name) => isModule.test(name) || isWasm.test(name));
  const have = there.length === 0 ? "" : ` There ${there.length === 1 ? "is" : "are"} ${there.join(", ")}.`;
  return `${named} is no file of the job: pick it under “Files for the function”.${have} What the module itself exports as files cannot be imported.`;
}

const notPlain = 'This import cannot be carried out: write it as from "./name.js", without escapes and comments in it.';
