import fs from "node:fs";
import path from "node:path";
import { runJourney } from "../../apps/troad/demo/journey.ts";
import { root } from "../kit/government.ts";

/** usage: pods-journey-main.ts DATA: the journey through the one public name, with the card files that the eID's process wrote to its volume. */
const data = process.argv[2]!;
const file = path.join(data, "endpoints.json");
const own = JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, unknown>;
const folder = fs.mkdtempSync("/tmp/pods-journey-");
fs.cpSync(path.join(data, "demo"), path.join(folder, "demo"), { recursive: true });
const trust = { portal: "http://edge", ocsp: "http://trust:8080/pki/ocsp" };
fs.writeFileSync(path.join(folder, "endpoints.json"), JSON.stringify({ ...own, ...trust }));
const ok = await runJourney({
  ...{ data: folder, content: path.join(root, "content"), patienceMs: 60_000 },
  tell: (step) => process.stdout.write(`${JSON.stringify(step)}\n`),
});
fs.rmSync(folder, { recursive: true });
process.exitCode = ok ? 0 : 1;
