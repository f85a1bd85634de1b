import { type ChildProcess, fork } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { until } from "./exchange.ts";
import { freePort, scratch } from "./government.ts";

export const farSet = "deed-scan";
const provider = "TWDEMO/GOV/FAR/REGISTERS/deed-scan";

/** An agency of its own with one data set, whose information system is a process outside the government; starts and dies alone. */
export type FarProvider = Awaited<ReturnType<typeof openFarProvider>>;

export async function openFarProvider() {
  const content = scratch("far-content");
  const port = await freePort();
  writeContent(content, port);
  const kept = path.join(content, "ended");
  let child: ChildProcess | undefined;
  const [told, asked] = [new Set<string>(), new Set<string>()];
  const stop = async (): Promise<void> => {
    const gone = child && new Promise((done) => child!.once("exit", done));
    child?.kill("SIGKILL");
    await gone;
    child = undefined;
  };
  return {
    content,
    /** Starts it (again), with what it was told before, by a clock that is ahead as the government's. */
    start: async (portal: string, aheadMs: number): Promise<void> => {
      const roots = path.join(content, "roots.pem");
      fs.writeFileSync(roots, await (await fetch(`${portal}/pki/roots.pem`)).text());
      const config = { port, roots, issuer: "TWDEMO/GOV/MODA/MYDATA", provider, kept, aheadMs };
      const started = fork(new URL("far-provider-main.ts", import.meta.url), [JSON.stringify(config)], {
        execArgv: ["--disable-warning=ExperimentalWarning"],
      });
      child = started;
      await new Promise<void>((done, failed) => {
        started.on("message", (message: { ready?: true; told?: string[]; asked?: string }) => {
          if (message.ready) done();
          for (const one of message.told ?? []) told.add(one);
          if (message.asked) asked.add(message.asked);
        });
        started.once("exit", (code) => failed(new Error(`the provider ended with ${code}`)));
      });
    },
    stop,
    /** Consents by which it was asked, and those of which it was told that they ended. */
    ...{ asked, told },
    hears: (consent: string) => until(async () => told.has(consent), `the provider to be told of ${consent}`),
  };
}

function writeContent(folder: string, port: number): void {
  const write = (file: string, value: object): void => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), JSON.stringify(value));
  };
  const texts = (where: string, text: Record<string, string>): void => {
    for (const lang of ["zh-Hant", "en"]) write(`${where}/text/${lang}.json`, text);
  };
  write("agencies/far/agency.json", { memberClass: "GOV", memberCode: "FAR", subsystems: ["REGISTERS"], kind: "ministry" });
  texts("agencies/far", { name: "Far archive" });
  const system = { subsystem: "REGISTERS", service: "deed-scan", url: `http://127.0.0.1:${port}`, maxBytes: 8 << 20 };
  write("agencies/far/services.json", [system] as object);
  const field = { name: "scan", type: "text", dataClass: "identity" };
  const register = { agency: "far", subsystem: "REGISTERS", service: "deed-scan", subjectKey: "nationalId", served: "outside" };
  write("registers/deed-scan/register.json", {
    ...register,
    legalBasis: "legalBasis",
    fields: [field],
    openapi: { summary: "Scans" },
  });
  texts("registers/deed-scan", { name: "Scanned deeds", description: "Scans", legalBasis: "Archives Act", "field.scan": "Scan" });
  write("data-sets/deed-scan/data-set.json", {
    domain: "household",
    order: 900,
    register: "deed-scan",
    level: 1,
    fields: ["scan"],
  });
  texts("data-sets/deed-scan", { name: "Scanned deeds", about: "Scans of deeds.", "meaning.scan": "The scan" });
}
