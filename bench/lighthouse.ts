/**
 * Claims: accessibility and best practices 100, performance at least 95 by Lighthouse's mobile preset, the median of five runs, on the home
 * page, the page of a service, the result of a calculator, a person's own page and an officer's overview. Without a peer: the scale is
 * Lighthouse's own. It is 176 MB and no dependency of this project: LIGHTHOUSE names the folder of an installed one, CHROME_PATH the browser.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { median, type Row } from "./kit.ts";
import { startGovernment } from "./portal/government.ts";

const runs = 5;
const attempts = 4;
const pages = [
  { what: "home", path: "/" },
  { what: "service", path: "/services/income" },
  { what: "calculator's result", path: "/tax/income?salary=1200000&married=no" },
  { what: "own page", path: "/me", role: "citizen" },
  { what: "officer's overview", path: "/work", role: "case-officer" },
] as const;
const wanted = { performance: 95, accessibility: 100, "best-practices": 100 } as const;
type Category = keyof typeof wanted;
type Report = {
  categories: Record<Category, { score: number; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; title: string; displayValue?: string }>;
};

export default async (): Promise<Row[]> => {
  const folder = process.env.LIGHTHOUSE;
  if (!folder) {
    process.stderr.write("lighthouse: npm install lighthouse somewhere, and name its folder in LIGHTHOUSE\n");
    return [];
  }
  const government = await startGovernment(0);
  try {
    const rows: Row[] = [];
    for (const page of pages) {
      const cookie = "role" in page ? (await government.signIn(page.role)).cookie : undefined;
      const reports: Report[] = [];
      for (let run = 0; run < runs; run++) reports.push(await inspect(folder, `${government.origin}${page.path}`, cookie));
      for (const [category, least] of Object.entries(wanted) as [Category, number][]) {
        const value = Math.round(median(reports.map(({ categories }) => categories[category].score)) * 100);
        const peer = `wanted: ${least}${value < least ? `; ${missed(reports[0]!, category)}` : ""}`;
        rows.push({ what: `${page.what}, ${category}`, value, unit: "of 100", peer, ratio: null });
      }
    }
    return rows;
  } finally {
    await government.stop();
  }
};

/** The audits of a category that are not fulfilled. */
const missed = ({ categories, audits }: Report, category: Category): string =>
  categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
    .map(({ id }) => `${id} ${audits[id]?.displayValue ?? ""}`.trim())
    .join(", ");

async function inspect(folder: string, address: string, cookie: string | undefined): Promise<Report> {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "troad-lighthouse-")), "report.json");
  const args = [
    path.join(folder, "cli", "index.js"),
    address,
    "--quiet",
    "--output=json",
    `--output-path=${file}`,
    `--only-categories=${Object.keys(wanted)}`,
    "--chrome-flags=--headless --no-sandbox --disable-gpu --disable-dev-shm-usage",
    ...(cookie === undefined ? [] : [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`]),
  ];
  // on a busy machine the browser now and then begins its trace too late
  for (let attempt = 1; !fs.existsSync(file); attempt++) {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", attempt < attempts ? "ignore" : "inherit"] });
    const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
    if (code !== 0 && attempt === attempts) throw new Error(`${address}: Lighthouse ended with ${code}`);
  }
  const report = JSON.parse(fs.readFileSync(file, "utf8")) as Report;
  fs.rmSync(path.dirname(file), { recursive: true });
  return report;
}
