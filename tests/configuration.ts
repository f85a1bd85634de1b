import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { modules } from "../apps/troad/modules.ts";
import type { EnvRule, EnvRules } from "../kernel/env.ts";
import { processEnv } from "../kernel/process/env.ts";

/** Where the reference stands, below the project's root. */
const configurationFile = path.join("docs", "configuration.md");

/** What tests, suites and start-up read beside the program; the check below finds a name that is missing here. */
const toolSettings: Record<string, readonly [fallback: string, about: string]> = {
  CHROMIUM: ["`/usr/bin/chromium` and its neighbours", "Executable of the browser for `e2e` and other tests in a browser."],
  CHROME_PATH: ["none", "Browser of `npm run bench -- lighthouse`."],
  CI: ["none", "`true`: a test or suite that is skipped counts as failed."],
  LIGHTHOUSE: ["none", "Folder of an installed Lighthouse, for `npm run bench -- lighthouse`."],
  NODE_COMPILE_CACHE: ["`node_modules/.cache/v8`", "Node's cache of compiled code; programs start faster with it."],
  RANDOM_SEED: [
    "chosen",
    "Seed of the random operations of `modules/benefits/test/random`: the same one makes the same operations.",
  ],
  SERVICES_DAY: ["today", "Day, counted since 1970, of the twelve services that `e2e/drawn` walks."],
  SHOTS: ["none", "Folder for the pictures that the test of charts takes."],
  SOFTHSM2_CONF: ["set by the tests", "SoftHSM's configuration, in tests of hardware keys."],
  TROAD_SDK_NODE: [
    "under `CI` version 22 from npm, otherwise the own one",
    "Another `node` with which an example of the SDK runs in its test.",
  ],
  TROAD_KEEP_MACHINES: ["none", "Set: the folder with the logs of the machines of `tests/deploy` is left."],
  TROAD_REFERENCE: ["`../shared/reference`", "Folder with the test vectors of others, see `suites/README.md`."],
  TROAD_SCREENSHOTS: ["none", "Folder for pictures of every page that `e2e` visits."],
};
/** Set by the test runner for its test files, or known to every shell. */
const internal = /^(?:TROAD_TEST_[A-Z]+|PATH)$/;

const unitOf = (name: string): string => (name.endsWith("_SECONDS") ? " s" : name.endsWith("_MIB") ? " MiB" : "");

function defaultOf(name: string, { fallback, otherwise }: EnvRule<unknown>): string {
  if (otherwise !== undefined) return otherwise;
  if (fallback === undefined || fallback === "") return "none";
  return `\`${fallback === true ? "on" : fallback === false ? "off" : fallback}\`${unitOf(name)}`;
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

const expectedValue = (name: string, { expects }: EnvRule<unknown>): string =>
  /^a whole number/.test(expects) ? `${expects.replace("a whole number from ", "")}${unitOf(name)}` : expects;

const row = ([name, rule]: [string, EnvRule<unknown>]): string =>
  `| \`${name}\` | ${cell(defaultOf(name, rule))} | ${cell(expectedValue(name, rule))} | ${cell(rule.about)} |`;

const table = (rules: EnvRules): string[] => [
  "| name | default | value | meaning |",
  "|---|---|---|---|",
  ...Object.entries(rules).map(row),
  "",
];

/** The rules of a module that no section above has listed. */
function sections(): string[] {
  const listed = new Set(Object.keys(processEnv));
  return modules.flatMap(({ name, env = {} }) => {
    const fresh = Object.fromEntries(Object.entries(env).filter(([key]) => !listed.has(key)));
    for (const key of Object.keys(fresh)) listed.add(key);
    return Object.keys(fresh).length > 0 ? [`## ${name}`, "", ...table(fresh)] : [];
  });
}

/** Every setting of the program, from the rules by which it reads them. */
const reference = (): string =>
  `${[
    "# Configuration",
    "",
    "Made by `npm run check -- --write` from the rules by which the program reads its environment; `npm run check` fails if it is stale.",
    "",
    "All configuration comes from environment variables, checked at start: one message lists every invalid value and what is expected.",
    "An empty variable counts as absent. Options of `troad serve` (`--peers`, `--peer-port`, `--origins`, `--people`) and `troad join`",
    "set the variables of the same names.",
    "",
    "## Every process",
    "",
    ...table(processEnv),
    ...sections(),
    "## Sealing keys in hardware",
    "",
    "`ROAD_HSM` names a PKCS#11 key for each gateway (RFC 7512):",
    "`moi=pkcs11:token=LABEL;object=KEY?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/run/pin`.",
    "`pin-source=env:NAME` reads the PIN from another variable. If the token has no key of that name, a P-256 key is generated in it.",
    "",
    "## Tests and tools",
    "",
    "| name | default | meaning |",
    "|---|---|---|",
    ...Object.entries(toolSettings).map(([name, [fallback, about]]) => `| \`${name}\` | ${fallback} | ${about} |`),
  ].join("\n")}\n`;

/** Names that code reads from `process.env` and the reference does not have. */
export function unlisted(sources: readonly string[], listed: string): string[] {
  const names = sources.flatMap((source) => [...source.matchAll(/process\.env\.([A-Z][A-Z0-9_]*)/g)].map((match) => match[1]!));
  return [...new Set(names)].filter((name) => !internal.test(name) && !listed.includes(`\`${name}\``)).sort();
}

/** What is wrong with the reference in the project, or nothing. */
export function staleConfiguration(root: string): string | undefined {
  const file = path.join(root, configurationFile);
  const fresh = reference();
  const sources = spawnSync("git", ["ls-files", "*.ts", "*.mjs"], { cwd: root, encoding: "utf8" })
    .stdout.split("\n")
    .filter((name) => name !== "" && fs.existsSync(path.join(root, name)))
    .map((name) => fs.readFileSync(path.join(root, name), "utf8"));
  const problems = [
    ...(fs.existsSync(file) && fs.readFileSync(file, "utf8") === fresh
      ? []
      : [`${configurationFile} is stale: npm run check -- --write`]),
    ...unlisted(sources, fresh).map(
      (name) => `${configurationFile} does not name ${name}: a rule or a line in tests/configuration.ts`,
    ),
  ];
  return problems.length > 0 ? problems.join("\n") : undefined;
}

export const writeConfiguration = (root: string): void => fs.writeFileSync(path.join(root, configurationFile), reference());
