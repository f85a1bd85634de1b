import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { root } from "../kit/government.ts";
import { faults } from "./faults/index.ts";
import { unannounced } from "./load.ts";
import { machinesUnusable } from "./machine.ts";
import { type Account, account, openScene } from "./scene.ts";

const readme = path.join(root, "deploy", "README.md");
const [from, to] = ["<!-- faults: written by npm run soak -- deploy -->", "<!-- /faults -->"];

/** `npm run soak -- deploy [FAULT ...]`: the faults, all or those named, with the table that `deploy/README.md` has of them. */
export async function soakMachines(
  names: readonly string[],
  say: (text: string) => void,
): Promise<Record<string, { ok: boolean; wrong: string[] }>> {
  const unusable = machinesUnusable();
  if (unusable) throw new Error(unusable);
  const unknown = names.filter((name) => !faults.some((one) => one.name === name));
  if (unknown.length > 0)
    throw new Error(`no such fault: ${unknown.join(", ")}; there are: ${faults.map(({ name }) => name).join(", ")}`);
  const chosen = faults.filter(({ name }) => names.length === 0 || names.includes(name));
  const results: Record<string, { ok: boolean; wrong: string[] }> = {};
  const scene = await openScene(fs.mkdtempSync("/var/tmp/troad-soak-"), { databaseMegabytes: 3_000 });
  try {
    for (const fault of chosen) {
      await scene.load.phase(fault.name);
      const stuck = await fault.act(scene).then(
        () => [],
        (error: unknown) => [String(error)],
      );
      await wait(3_000);
      const found = await account(scene);
      const { lost, duplicated } = found;
      say(JSON.stringify({ fault: fault.name, ...found.counts[fault.name], lost, duplicated, stuck }));
      const line = lineOf(fault.title, fault.name, found);
      write(fault.title, line);
      const counts = found.counts[fault.name]!;
      const wrong = [
        ...stuck,
        ...found.lost,
        ...found.duplicated,
        ...unannounced(counts),
        ...(fault.planned && counts.failed > 0 ? ["planned work failed"] : []),
      ];
      results[fault.name] = { ok: wrong.length === 0, wrong: wrong.slice(0, 10) };
      await scene.load.phase("between");
      await scene.load.resume();
      await wait(2_000);
    }
  } finally {
    scene.close();
  }
  return results;
}

function lineOf(title: string, name: string, { counts, lost, duplicated }: Account): string {
  const { asked, acknowledged, failed, backAfterMs } = counts[name]!;
  const back = failed === 0 ? "–" : `${Math.ceil(backAfterMs / 1000)} s`;
  return `| ${[title, asked, acknowledged, failed, lost.length, duplicated.length, back].join(" | ")} |`;
}

/** Puts one line into the table, in the place of the one that the fault had. */
function write(title: string, line: string): void {
  const text = fs.readFileSync(readme, "utf8");
  const [start, end] = [text.indexOf(from) + from.length, text.indexOf(to)];
  const lines = text.slice(start, end).split("\n");
  const at = lines.findIndex((one) => one.startsWith(`| ${title} |`));
  const place = faults.findIndex((one) => one.title === title);
  if (at >= 0) lines[at] = line;
  else {
    const before = faults.slice(0, place).map((one) => one.title);
    const last = lines.findLastIndex(
      (one) => one.startsWith("|---") || before.some((earlier) => one.startsWith(`| ${earlier} |`)),
    );
    lines.splice(last + 1, 0, line);
  }
  fs.writeFileSync(readme, text.slice(0, start) + lines.join("\n") + text.slice(end));
}
