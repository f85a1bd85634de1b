import path from "node:path";
import { columns } from "../bench/kit.ts";
import { reportOf, type ServiceReport, servicesIn } from "./kit/service-report.ts";

/**
 * npm run services [-- FOLDER ... --json]: every service of content, or of the content folders named, with what it is made of and how much of
 * its steps its paths.json walks. Ends with 1 where an edge is on no path, a path ends otherwise than it says, or a text is missing.
 */
const root = path.resolve(import.meta.dirname, "..");
const args = process.argv.slice(2);
const named = args.filter((arg) => !arg.startsWith("--"));
const folders = named.length > 0 ? named.map((one) => path.resolve(one)) : [path.join(root, "content")];
const reports = folders.flatMap(servicesIn).map(reportOf);

const cellsOf = (one: ServiceReport): string[] => [
  ...[one.service, one.agency, String(one.questions), String(one.sources), String(one.steps)],
  ...[`${one.edgesWalked}/${one.edges}`, one.texts ? "both" : "missing", one.outcome],
];

const head = ["service", "agency", "questions", "sources", "steps", "edges", "texts", "outcome"];
const text = args.includes("--json")
  ? JSON.stringify(reports, null, 2)
  : columns([head, ...reports.map(cellsOf)], (column) => column > 1 && column < 6);
process.stdout.write(`${text}\n`);
process.exitCode = reports.length > 0 && reports.every(({ outcome }) => outcome === "complete") ? 0 : 1;
