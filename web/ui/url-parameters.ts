/** One parameter that a page takes. */
export interface ParameterRule {
  readonly name: string;
  /** What may follow the `=`, as the end of a sentence: `a whole number from 1 to 10`. */
  readonly allowed: string;
}

export interface UrlProblem {
  readonly parameter: string;
  readonly text: string;
}

export interface UrlParameters {
  /** Known parameters that were given once. */
  readonly given: ReadonlyMap<string, string>;
  /** Unknown parameters, and those given more than once. */
  readonly problems: readonly UrlProblem[];
}

/** Splits a query string into known parameters and problems. The values are left to the caller. */
export function readParameters(search: string, rules: readonly ParameterRule[]): UrlParameters {
  const parameters = new URLSearchParams(search);
  const given = new Map<string, string>();
  const problems: UrlProblem[] = [];
  for (const name of new Set(parameters.keys())) {
    const [first, ...others] = parameters.getAll(name);
    if (!rules.some((rule) => rule.name === name)) {
      problems.push({ parameter: name, text: "This page has no such parameter." });
    } else if (first === undefined || others.length > 0) {
      problems.push({ parameter: name, text: "Given more than once." });
    } else {
      given.set(name, first);
    }
  }
  return { given, problems };
}

/** A problem with a value, in the words of its rule. */
export function malformed(rule: ParameterRule, given: string): UrlProblem {
  const shown = given.length > 40 ? `${given.slice(0, 40)}…` : given;
  return { parameter: rule.name, text: `“${shown}” is not allowed; it must be ${rule.allowed}.` };
}
