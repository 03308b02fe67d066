import { Notice } from "./notice.tsx";
import type { ParameterRule, UrlProblem } from "./url-parameters.ts";

interface Props {
  readonly problems: readonly UrlProblem[];
  readonly rules: readonly ParameterRule[];
}

/** The problems in the page's address, and all that is allowed. Empty if there are none. */
export function UrlProblems({ problems, rules }: Props) {
  if (problems.length === 0) return null;
  return (
    <Notice kind="trouble" title="This page’s address has something wrong in it, so nothing starts by itself.">
      <dl className="rules">
        {problems.map(({ parameter, text }) => (
          <div key={`${parameter} ${text}`}>
            <dt>
              <code>{parameter}</code>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {/* On a phone the list of all parameters would push the page itself out of sight. */}
      <details open={matchMedia("(width >= 45rem)").matches}>
        <summary>What this page takes</summary>
        <dl className="rules">
          {rules.map(({ name, allowed }) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{allowed}</dd>
            </div>
          ))}
        </dl>
      </details>
    </Notice>
  );
}
