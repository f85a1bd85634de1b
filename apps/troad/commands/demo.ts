import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Command } from "../command.ts";
import { simulate } from "../demo/issue.ts";
import { runJourney, type Step } from "../demo/journey.ts";
import { root } from "../root.ts";

const patienceMs = 60_000;

/** Waits for a platform that is starting; false when there is none. */
async function isRunning(data: string): Promise<boolean> {
  const file = path.join(data, "endpoints.json");
  for (let waited = 0; waited < patienceMs && fs.existsSync(data); waited += 250) {
    if (fs.existsSync(file)) {
      const { portal } = JSON.parse(fs.readFileSync(file, "utf8")) as { portal?: string };
      const alive = portal
        ? await fetch(`${portal}/healthz`).then(
            (answer) => answer.ok,
            () => false,
          )
        : false;
      if (alive) return true;
      if (waited > 2_000) return false; // announced by a run that has ended
    }
    await sleep(250);
  }
  return false;
}

export const demo: Command = {
  help: `usage: troad demo [--data=data] [--json]
       troad demo issue [--people=10000] [--cards-per-day=60000] [--data=data]

Signs in as a student, applies for the tuition reduction, lets three agencies exchange data, checks the certificate and the proof of
every exchange, and saves the evidence as data/demo/*.asice with the certificates in data/demo/pki/. Exit code 0 only if all held.

issue simulates the three years in which the New eID is given out, by the plan in content/cards, on made-up people; /new-eid then shows its months.`,
  run: async (args) => {
    if (args[0] === "issue") return simulate(args.slice(1));
    const { values } = parseArgs({
      args,
      options: { data: { type: "string", default: process.env.TROAD_DATA ?? "data" }, json: { type: "boolean", default: false } },
    });
    const steps: Step[] = [];
    if (!(await isRunning(path.resolve(root, values.data)))) {
      process.stderr.write(`troad demo: nothing runs on ${values.data}; start the platform first: npm start\n`);
      return 1;
    }
    const ok = await runJourney({
      data: path.resolve(root, values.data),
      content: path.join(root, "content"),
      tell: (step) => {
        steps.push(step);
        if (!values.json)
          process.stdout.write(
            `${step.ok ? "ok    " : "FAILED"} ${String(step.ms).padStart(6)} ms  ${step.step}\n${" ".repeat(18)}${step.detail}\n`,
          );
      },
    });
    if (values.json) process.stdout.write(`${JSON.stringify({ ok, steps })}\n`);
    else process.stdout.write(ok ? "\nAll of it held.\n" : "\nSomething did not hold.\n");
    return ok ? 0 : 1;
  },
};
