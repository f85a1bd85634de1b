import path from "node:path";
import { columns } from "../bench/kit.ts";
import { browserMissing, launch, type Setting } from "../e2e/browser.ts";
import market from "./fixtures/market/module.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { applicantsOf } from "./kit/service-family.ts";
import { httpPath, httpWithdrawn, isWithdrawn } from "./kit/service-http.ts";
import { isWalked, openService, pathsOf, reportOf, type ServiceReport, servicesIn } from "./kit/service-report.ts";
import { runPath } from "./kit/service-run.ts";

/**
 * npm run services [-- FOLDER ... --only=ID,ID --json --paths]: every service of content, or of the content folders named, with what it is made of and how
 * much of its steps its paths.json walks. The first path of each is walked through the pages of a running government, with scripts on a phone
 * and without them on a wide screen, and over HTTP alone in both languages (`--every`: all paths). `--paths` leaves that out.
 * Ends with 1 where an edge is on no path, a path or a case ends otherwise than
 * it says, a text is missing or axe finds a fault.
 */
const root = path.resolve(import.meta.dirname, "..");
const args = process.argv.slice(2);
const named = args.filter((arg) => !arg.startsWith("--")).map((one) => path.resolve(one));
const content = path.join(root, "content");
const only = args
  .find((arg) => arg.startsWith("--only="))
  ?.slice("--only=".length)
  .split(",");
const folders = (named.length > 0 ? named : [content])
  .flatMap(servicesIn)
  .filter((folder) => only?.includes(path.basename(folder)) ?? true);
const settings: Setting[] = [
  { lang: "zh-Hant", width: 360, javaScript: true },
  { lang: "en", width: 1280, javaScript: false },
];

/** The first path (`--every`: all of them) over HTTP alone, in both languages, and withdrawn once; gives how many ended as they say. */
async function walkOverHttp(
  government: Government,
  folder: string,
  applicantFor: Awaited<ReturnType<typeof applicantsOf>>,
): Promise<string> {
  const service = openService(folder);
  const all = pathsOf(folder);
  // a path that names no family of its service has nobody whom the registers of families know
  const every = args.includes("--every") && !all[0]!.around?.people;
  const paths = all.slice(0, every ? undefined : 1).filter(isWalked);
  let good = 0;
  for (const one of paths)
    for (const lang of ["zh-Hant", "en"] as const) {
      const subject = await applicantFor({ service, path: one });
      const ended = await httpPath({ government, service, folder, path: one }, lang, subject).catch((error: unknown) =>
        String(error),
      );
      if (ended === one.end) good++;
      else process.stderr.write(`${path.basename(folder)}: ${one.id} over HTTP in ${lang}: ${ended?.split("\n")[0]}\n`);
    }
  const [first] = paths;
  if (!first || !isWithdrawn({ service })) return `${good}/${paths.length * 2}`;
  const subject = await applicantFor({ service, path: first });
  const state = await httpWithdrawn({ government, service, folder, path: first }, "zh-Hant", subject).catch(String);
  if (state === "decided") return `${good}/${paths.length * 2}`;
  if (state !== "withdrawn") process.stderr.write(`${path.basename(folder)}: withdrawn over HTTP: ${state.split("\n")[0]}\n`);
  return `${good + (state === "withdrawn" ? 1 : 0)}/${paths.length * 2 + 1}`;
}

/** Walks the first path of each service in both settings; each walk has an applicant of its own, for what is granted once. */
async function walkAll(reports: ServiceReport[]): Promise<void> {
  const government = await startGovernment({ content: named.filter((one) => one !== content), modules: [market] });
  const browser = await launch();
  const applicantFor = await applicantsOf(government);
  for (const [at, report] of reports.entries()) {
    if (report.outcome !== "complete") continue;
    const [folder, ended] = [folders[at]!, [] as string[]];
    const [service, first] = [openService(folder), pathsOf(folder)[0]!];
    if (!isWalked(first)) continue;
    report.axe = 0;
    for (const setting of settings) {
      const subject = await applicantFor({ service, path: first });
      const ran = await runPath({ government, browser, service, folder, path: first }, setting, subject).catch(
        (error: unknown) => ({
          ended: error instanceof Error ? error.message.split("\n")[0]! : String(error),
          axe: [],
        }),
      );
      report.axe += ran.axe.length;
      for (const fault of ran.axe) process.stderr.write(`${report.service}: ${fault}\n`);
      ended.push(String(ran.ended));
    }
    [report.withScript, report.withoutScript] = ended as [string, string];
    const wrong = ended.find((one) => one !== first.end);
    if (!service.definition.counterOnly) report.http = await walkOverHttp(government, folder, applicantFor);
    report.outcome = wrong === undefined ? first.end : `${first.end} by its path, but ${wrong}`;
  }
  await browser.close();
  await government.stop();
}

const cellsOf = (one: ServiceReport): string[] => [
  ...[one.service, one.agency, String(one.questions), String(one.sources), String(one.steps)],
  ...[`${one.edgesWalked}/${one.edges}`, one.texts ? "both" : "missing", String(one.axe ?? "-")],
  ...[one.withScript ?? "-", one.withoutScript ?? "-", one.http ?? "-", one.outcome],
];

const reports = folders.map(reportOf);
if (!args.includes("--paths") && browserMissing === false) await walkAll(reports);
const head = [
  "service",
  "agency",
  "questions",
  "sources",
  "steps",
  "edges",
  "texts",
  "axe",
  "scripts",
  "without",
  "http",
  "outcome",
];
const text = args.includes("--json")
  ? JSON.stringify(reports, null, 2)
  : columns([head, ...reports.map(cellsOf)], (column) => column > 1 && column < 6);
process.stdout.write(`${text}\n`);
const isWhole = (http = "0/0"): boolean => new Set(http.split("/")).size === 1;
const good = ({ outcome, axe, http }: ServiceReport): boolean =>
  ["complete", "granted", "refused", "closed"].includes(outcome) && (axe ?? 0) === 0 && isWhole(http);
process.exit(reports.length > 0 && reports.every(good) ? 0 : 1);
