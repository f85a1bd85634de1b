import fs from "node:fs";
import path from "node:path";
import type { Law, Parameter, Variable } from "@troad/law";
import { evidenceFor } from "./evidence.ts";
import { laws } from "./index.ts";

/** Where the table stands, below the project's root. */
const coverageFile = path.join("docs", "law-coverage.md");

/** The parameters that any formula of a variable reads. */
function parametersOf(law: Law, variable: Variable): Parameter[] {
  const names = new Set([...JSON.stringify(variable.formulas).matchAll(/"name":"([^"]+)"/g)].map(([, name]) => name ?? ""));
  return law.parameters.filter(({ name }) => names.has(name));
}

/** The certainties of a rule and of the figures it reads, with the years of those that are weak. */
function certaintyOf(law: Law, variable: Variable): string {
  const weak = parametersOf(law, variable).flatMap(({ name, values }) => {
    const bad = values.filter(({ certainty }) => certainty === "D").map(({ from }) => from.slice(0, 4));
    return bad.length > 0 ? [`${name} ${[...new Set(bad)].join(", ")}`] : [];
  });
  return weak.length > 0 ? `${variable.certainty}; not verified: ${weak.join("; ")}` : variable.certainty;
}

function row(name: string, law: Law, rule: Variable): string {
  const { statute, official, second } = evidenceFor(name, rule.name);
  const cells = [
    rule.name,
    rule.label["zh-Hant"],
    rule.article?.["zh-Hant"],
    rule.formulas[0]?.from,
    certaintyOf(law, rule),
    statute,
    official,
    second ? "yes" : "",
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The table, rule by rule. */
export function coverage(): string {
  const parts = [...laws].map(([name, law]) =>
    [
      `## ${name}`,
      "",
      "| rule | 名稱 | article | from | certainty | statute | official | second |",
      "|---|---|---|---|---|---|---|---|",
      ...law.variables.filter(({ article }) => article !== null).map((rule) => row(name, law, rule)),
      "",
    ].join("\n"),
  );
  const head = [
    "# What of the law is covered",
    "",
    "Made by `node content/law/coverage.ts --write`. A: the statute was read, B: an official page, C: public code or data, D: from memory,",
    "which every explanation shows as not verified. Steps that no article names are left out. The last columns say what shows that a rule",
    "is right: examples worked out by hand from the text of a statute, examples printed by an office or in a report of its announcement,",
    "both in `content/law/examples/` and in the folder of a rule, and random cases of the second computation (`content/law/second/`).",
    "An example counts for a rule when it comes out and its answer rests on the rule. A test fails for a rule that has none of the three.",
    "",
  ];
  return `${[...head, ...parts].join("\n").trimEnd()}\n`;
}

/** What is wrong with the table in the project, or nothing. */
export function staleCoverage(root: string): string | undefined {
  const file = path.join(root, coverageFile);
  const written = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  return written === coverage() ? undefined : `${coverageFile} is stale: node content/law/coverage.ts --write`;
}

if (process.argv[1] === import.meta.filename && process.argv.includes("--write")) fs.writeFileSync(coverageFile, coverage());
