import type { SourceFile } from "./transactions.ts";

/** Files of before two releases ran on one schema, which take away what a running one may use. No new one is added. */
export const beforeTwoReleases: readonly string[] = [
  "modules/eid/store/migrations/0002_sign_ins.sql",
  "modules/portal/store/migrations/0002_sign_ins.sql",
  "modules/portal/store/migrations/0003_sign_in_cookies.sql",
  "modules/road/store/agency-migrations/0003_compact.sql",
  "modules/road/store/migrations/0002_members.sql",
  "modules/road/store/migrations/0005_global_groups.sql",
];

/** Statements without comments, and without what stands in quotes. */
const statements = (text: string): string[] =>
  text
    .replace(/'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g, (found) => (/^['$]/.test(found) ? "''" : " "))
    .split(";")
    .map((one) => one.replace(/\s+/g, " ").trim().toLowerCase());

/** The actions of `alter table x a, b`, apart from commas in brackets. */
function actionsOf(statement: string): string[] {
  const [, actions] = /^alter table (?:if exists )?(?:only )?\S+ (.*)/.exec(statement) ?? [];
  let depth = 0;
  const cut = [...(actions ?? "")].map((letter) => {
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    return letter === "," && depth === 0 ? "\n" : letter;
  });
  return cut
    .join("")
    .split("\n")
    .map((one) => one.trim());
}

const ofTables: [RegExp, string][] = [[/^drop (?:table|schema|view|materialized view) /, "drops a table"]];
const ofActions: [RegExp, string][] = [
  [/^drop (?!constraint )/, "drops a column"],
  [/^rename (?!constraint )/, "renames a table or a column"],
  [/^set schema /, "renames a table or a column"],
  [/^alter (?:column )?\S+ (?:set data )?type /, "changes the type of a column"],
  [/^alter (?:column )?\S+ set not null/, "sets not null where the other release may write null"],
  [
    /^add (?!constraint |check |unique |primary |foreign |exclude )(?!.* (?:default|generated) ).* not null\b/,
    "adds a column that needs a value",
  ],
];

const found = (rules: [RegExp, string][], text: string): string[] =>
  rules.filter(([form]) => form.test(text)).map(([, what]) => what);

/**
 * Migrations that take away what the release before may still use: it runs on the new schema until the last machine is upgraded. One that does so because no
 * running release uses it any more says that in its first line.
 */
export const contractingMigrations = (files: readonly SourceFile[], allowed = beforeTwoReleases): string[] =>
  files
    .filter(({ path, source }) => !allowed.includes(path) && !/^-- contract: \S.{9,}/.test(source))
    .flatMap(({ path, source }) =>
      statements(source)
        .flatMap((one) => [...found(ofTables, one), ...actionsOf(one).flatMap((action) => found(ofActions, action))])
        .map(
          (what) =>
            `${path}: ${what}; the release before still runs on it (first line: "-- contract: why no running release uses it")`,
        ),
    );
