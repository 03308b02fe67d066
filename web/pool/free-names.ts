import { parse } from "acorn";
import { analyze } from "periscopic";
import { walk } from "zimmerframe";
import type { FreeName, Missing } from "./known-names.ts";

export type FunctionReading =
  | {
      readonly type: "read";
      /** An expression whose value is the function. */
      readonly expression: string;
      /** Names that it refers to and does not declare. */
      readonly freeNames: readonly FreeName[];
      /** What else it takes from the place where it is written. */
      readonly taken: readonly Missing[];
    }
  | { readonly type: "class" }
  | { readonly type: "accessor" }
  | { readonly type: "unreadable"; readonly message: string };

/** Both keep to ESTree; the parser's types are of another version of it. */
type Node = Parameters<typeof analyze>[0];

/** What `analyze` takes for names, and is none outside of the function. */
const noNames = new Set("import new arguments".split(" "));

/** Reads the text that a function's `toString` gives, without running any of it. */
export function readFunctionText(text: string): FunctionReading {
  // A method's text is no expression by itself: `square(n) { … }`.
  const asMethod = `((holder) => holder[Reflect.ownKeys(holder)[0]])({ ${text} })`;
  for (const expression of [text, asMethod]) {
    try {
      return readExpression(expression);
    } catch (error) {
      if (expression === asMethod) return { type: "unreadable", message: String(error) };
    }
  }
  throw new Error("one of the two has returned");
}

/** @throws SyntaxError where the text is no expression. */
function readExpression(expression: string): FunctionReading {
  const text = `(${expression});`;
  const program: unknown = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  if (!isTree(program)) throw new Error("the parser gave no tree");
  const root = functionIn(program);
  if (root.type === "ClassExpression") return { type: "class" };
  if (root.type === "Property" && root.kind !== "init") return { type: "accessor" };
  const { taken, asked, counted, naming, otherwise } = readTree(root.type === "Property" ? root.value : root);
  const names = [...analyze(withClassNames(program)).globals.keys()].filter((name) => !noNames.has(name));
  const freeNames = names
    .toSorted((a, b) => text.indexOf(a) - text.indexOf(b))
    .map((name) => ({
      name,
      isAskedFor: asked.has(name),
      isCounter: counted.has(name) && !otherwise.has(name),
      isNaming: naming.has(name) && !otherwise.has(name),
    }));
  return { type: "read", expression, freeNames, taken };
}

function isTree(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

/** The function in the program that `readExpression` has made around it: a method's is the property that holds it. */
function functionIn(program: Node): Node {
  const [statement] = program.type === "Program" ? program.body : [];
  if (statement?.type !== "ExpressionStatement") throw new Error("the program is one expression");
  const { expression } = statement;
  if (expression.type !== "CallExpression") return expression;
  const [holder] = expression.arguments;
  return (holder?.type === "ObjectExpression" ? holder.properties[0] : undefined) ?? expression;
}

/** `analyze` knows the own name of a function's expression and not that of a class's, so that one is put into such a function. */
function withClassNames(program: Node): Node {
  return walk<Node, null>(program, null, {
    ClassExpression(node, { next }) {
      const inner = next() ?? node;
      if (inner.type !== "ClassExpression" || !inner.id) return inner;
      return {
        type: "FunctionExpression",
        id: inner.id,
        params: [],
        body: { type: "BlockStatement", body: [{ type: "ReturnStatement", argument: { ...inner, id: null } }] },
      };
    },
  });
}

interface TreeReading {
  readonly taken: readonly Missing[];
  /** Operands of `typeof`. */
  readonly asked: ReadonlySet<string>;
  /** Names in `name().s[3]++`. */
  readonly counted: ReadonlySet<string>;
  /** Names in `name(() => …, "inner")`. */
  readonly naming: ReadonlySet<string>;
  /** Names that stand in other places too. */
  readonly otherwise: ReadonlySet<string>;
}

/** Reads the function itself. */
function readTree(root: Node): TreeReading {
  const taken = new Map<string, string>();
  const asked = new Set<string>();
  const counted = new Set<string>();
  const naming = new Set<string>();
  const otherwise = new Set<string>();
  /** Where a node stands: in something that has a `this` and `arguments`, or a `super`, of its own. */
  interface Place {
    readonly hasThis: boolean;
    readonly hasArguments: boolean;
    readonly hasSuper: boolean;
  }
  const inClass: Place = { hasThis: true, hasArguments: true, hasSuper: true };
  walk<Node, Place>(
    root,
    { hasThis: false, hasArguments: false, hasSuper: false },
    {
      FunctionDeclaration: (_, { next, state }) => next({ ...state, hasThis: true, hasArguments: true }),
      FunctionExpression: (_, { next, state }) => next({ ...state, hasThis: true, hasArguments: true }),
      StaticBlock: (_, { next }) => next(inClass),
      MethodDefinition(node, { visit }) {
        if (node.computed) visit(node.key);
        visit(node.value, inClass);
      },
      PropertyDefinition(node, { visit }) {
        if (node.computed) visit(node.key);
        if (node.value) visit(node.value, inClass);
      },
      Property(node, { visit, state }) {
        if (node.computed) visit(node.key);
        visit(node.value, node.method || node.kind !== "init" ? { ...state, hasSuper: true } : state);
      },
      MemberExpression(node, { visit }) {
        visit(node.object);
        if (node.computed) visit(node.property);
      },
      ThisExpression(_, { state }) {
        if (!state.hasThis) taken.set("this", "`this` is not that of the place where the function is written");
      },
      Super(_, { state }) {
        if (!state.hasSuper) taken.set("super", "`super` is not there: a method comes without its class");
      },
      MetaProperty({ property }) {
        if (property.name === "meta") taken.set("import.meta", "`import.meta` is not that of the function's module");
      },
      ImportExpression({ source }, { next }) {
        const specifier = source.type === "Literal" ? source.value : null;
        if (typeof specifier === "string" && /^[./]/.test(specifier)) {
          taken.set(specifier, `\`${specifier}\` is no file`);
        }
        next();
      },
      UnaryExpression({ operator, argument }, { next }) {
        if (operator === "typeof" && argument.type === "Identifier") asked.add(argument.name);
        next();
      },
      UpdateExpression({ argument }, { next }) {
        const counter = counterIn(argument);
        if (counter === null) next();
        else counted.add(counter);
      },
      CallExpression({ callee, arguments: args }, { next, visit }) {
        if (callee.type !== "Identifier" || !areFunctionAndName(args)) {
          next();
          return;
        }
        naming.add(callee.name);
        for (const given of args) visit(given);
      },
      Identifier({ name }, { state }) {
        otherwise.add(name);
        if (name === "arguments" && !state.hasArguments) {
          taken.set(name, "`arguments` are not those of the function around it");
        }
      },
    },
  );
  return { taken: [...taken].map(([name, clause]) => ({ name, clause })), asked, counted, naming, otherwise };
}

/** Whether these are a function or a class, perhaps by its name or from within, and a text. */
function areFunctionAndName(args: readonly Node[]): boolean {
  const [named, name] = args;
  return (
    args.length === 2 &&
    /^(?:Identifier|ThisExpression|ArrowFunctionExpression|FunctionExpression|ClassExpression)$/.test(
      named?.type ?? "",
    ) &&
    name?.type === "Literal" &&
    typeof name.value === "string"
  );
}

/** The name in `name().s[3]` and `name().b[0][1]`; null for all else. */
function counterIn(node: Node): string | null {
  let counted = node;
  while (counted.type === "MemberExpression" && counted.computed && counted.property.type === "Literal") {
    counted = counted.object;
  }
  if (counted === node || counted.type !== "MemberExpression" || counted.computed) return null;
  const { object, property } = counted;
  if (property.type !== "Identifier" || !/^[sfb]$/.test(property.name)) return null;
  if (object.type !== "CallExpression" || object.arguments.length > 0) return null;
  return object.callee.type === "Identifier" ? object.callee.name : null;
}
