import fs from "node:fs";
import path from "node:path";
import { decisive, type Law, type Parameter, type Variable } from "@troad/law";
import { workedExamples } from "./examples.ts";
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

/** How many worked examples pass whose answer rests on each rule; one that fails counts for none. */
function passing(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { law, want, at, facts, value } of workedExamples) {
    const answer = laws.get(law)?.calculate({ want: [want], situation: facts, at });
    if (answer?.values[want] !== value) continue;
    const rules = new Set(decisive(answer.trace, [want]).map(({ variable }) => `${law} ${variable}`));
    for (const rule of rules) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

function rows(name: string, law: Law, examples: ReadonlyMap<string, number>): string[] {
  return law.variables
    .filter(({ article }) => article !== null)
    .map(
      (one) =>
        `| ${one.name} | ${one.label["zh-Hant"]} | ${one.article?.["zh-Hant"]} | ${one.formulas[0]?.from} | ${certaintyOf(law, one)} | ${examples.get(`${name} ${one.name}`) ?? 0} |`,
    );
}

/** The table, rule by rule. */
export function coverage(): string {
  const examples = passing();
  const parts = [...laws].map(([name, law]) =>
    [
      `## ${name}`,
      "",
      "| rule | 名稱 | article | from | certainty | examples that pass |",
      "|---|---|---|---|---|---|",
      ...rows(name, law, examples),
      "",
    ].join("\n"),
  );
  const head = [
    "# What of the law is covered",
    "",
    "Made by `node content/law/coverage.ts --write`. A: the statute was read, B: an official page, C: public code or data, D: from memory,",
    "which every explanation shows as not verified. Steps that no article names are left out. Examples are those of `content/law/examples/`,",
    "worked out by hand, whose answer rests on the rule.",
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
