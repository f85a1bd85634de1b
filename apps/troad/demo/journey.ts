import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseCertificates, verifyContainer } from "@troad/trust";
import { Browser, type Page, targets } from "./browser.ts";
import { signInWithCard } from "./card.ts";

export type Step = { step: string; ok: boolean; ms: number; detail: string };
type Endpoints = { portal: string; ocsp: string };
type Person = { role: string; name: string; p12: string; pin: string; label?: string };
type Walk = { id: string; answers: Record<string, Record<string, string>> };

/**
 * The student's journey over HTTP, against the platform that runs on `data`; every step reports how long it took and whether it succeeded.
 */
export async function runJourney(options: {
  data: string;
  content: string;
  tell(step: Step): void;
  /** Time limit for anything that the platform does by itself. */
  patienceMs?: number;
}): Promise<boolean> {
  const { patienceMs = 30_000 } = options;
  const endpoints = JSON.parse(fs.readFileSync(path.join(options.data, "endpoints.json"), "utf8")) as Endpoints;
  const people = JSON.parse(fs.readFileSync(path.join(options.data, "demo", "people.json"), "utf8")) as Person[];
  const walk = (
    JSON.parse(fs.readFileSync(path.join(options.content, "services", "tuition-reduction", "paths.json"), "utf8")) as Walk[]
  ).find(({ id }) => id === "low")!;
  const student = people.find((person) => person.role === "citizen" && (person.label ?? "low") === "low")!;
  const { portal } = endpoints;
  const browser = new Browser();
  let held = true;

  async function step<T>(name: string, work: () => Promise<{ value: T; detail: string }>): Promise<T> {
    const began = performance.now();
    try {
      const { value, detail } = await work();
      options.tell({ step: name, ok: true, ms: Math.round(performance.now() - began), detail });
      return value;
    } catch (error) {
      held = false;
      options.tell({ step: name, ok: false, ms: Math.round(performance.now() - began), detail: (error as Error).message });
      throw error;
    }
  }
  const must = (condition: boolean, why: string): void => {
    if (!condition) throw new Error(why);
  };
  async function until(load: () => Promise<Page>, done: (page: Page) => boolean, what: string): Promise<Page> {
    const end = Date.now() + patienceMs;
    for (;;) {
      const page = await load();
      if (done(page)) return page;
      must(Date.now() < end, `${what} did not come within ${patienceMs / 1000} s (HTTP ${page.status})`);
      await sleep(200);
    }
  }

  try {
    await step("sign in: the card signs a challenge", async () => {
      const page = await signInWithCard(browser, portal, student, "/services/tuition-reduction");
      must(page.status === 200 && page.url.endsWith("/services/tuition-reduction"), `ended at ${page.url} (HTTP ${page.status})`);
      return { value: undefined, detail: student.name };
    });
    const caseUrl = await step("fill in the application", async () => {
      let page = await browser.post(`${portal}/services/tuition-reduction/start`, {});
      for (let guard = 0; guard < 20 && /\/form\/[^/]+$/.test(page.url); guard++) {
        const id = page.url.split("/").pop()!.split("?")[0]!;
        page = await browser.post(page.url.split("?")[0]!, walk.answers[id] ?? {});
        // an earlier journey's grant cannot be repeated, so this one applies for the other semester
        if (page.url.includes("standing=")) page = await browser.post(page.url.split("?")[0]!, { semester: "115-2" });
        must(!/[?&](kept|standing)=/.test(page.url), `page ${id} was refused`);
        must(page.status === 200, `page ${id} was refused (HTTP ${page.status})`);
      }
      must(page.url.endsWith("/check"), `ended at ${page.url}`);
      return { value: page.url.replace(/\/check$/, ""), detail: page.url };
    });
    const decided = await step("agree, submit, data over T-Road, decision", async () => {
      await browser.post(`${caseUrl}/check`, { agree: "yes" });
      const page = await until(
        () => browser.get(caseUrl),
        (one) => targets(one, /\/certificate$/).length > 0 || one.text.includes('/resume"'),
        "the decision",
      );
      must(targets(page, /\/certificate$/).length > 0, "the case was paused");
      return { value: page, detail: caseUrl };
    });
    await step("anyone checks the certificate", async () => {
      const certificate = await browser.get(`${caseUrl}/certificate`);
      const [link] = targets(certificate, /\/verify\/[\w-]{16,}$/);
      must(link !== undefined, "no link to check the certificate");
      const stranger = await new Browser().get(link!);
      must(stranger.status === 200 && stranger.text.includes("tr-evidence--ok"), "the certificate does not verify");
      return { value: undefined, detail: link! };
    });
    // mydata may run in another process, at another origin
    const exchangesOf = (page: Page): string[] =>
      targets(page, /^[^?]*\/my-data\/[^/]+$/).map((target) => new URL(target, page.url).href);
    const exchanges = exchangesOf(decided);
    await step("who used my data", async () => {
      must(exchanges.length === 3, `${exchanges.length} exchanges in the case`);
      // records reach the list after the decision: in batches, and over the network if modules run apart
      await until(
        () => browser.get(`${portal}/my-data`),
        (one) => exchanges.every((exchange) => exchangesOf(one).includes(exchange)),
        "the records of all exchanges",
      );
      return { value: undefined, detail: `${exchanges.length} exchanges` };
    });
    const folder = path.join(options.data, "demo");
    const root = await step("save the certificates", async () => {
      fs.mkdirSync(path.join(folder, "pki"), { recursive: true });
      for (const name of ["root.crt", "issuing.crt"])
        fs.writeFileSync(
          path.join(folder, "pki", name),
          (await browser.get(endpoints.ocsp.replace(/\/ocsp$/, `/${name}`))).bytes,
        );
      return {
        value: parseCertificates(fs.readFileSync(path.join(folder, "pki", "root.crt"), "utf8")),
        detail: path.join(folder, "pki"),
      };
    });
    for (const [index, exchange] of exchanges.entries())
      await step(`evidence ${index + 1}: proof, download, offline check`, async () => {
        await until(
          () => browser.get(exchange),
          (one) => one.text.includes("tr-evidence--ok"),
          "the sealed proof",
        );
        const altered = await browser.post(`${exchange}/altered`, {});
        must(altered.text.includes("tr-evidence--failed"), "an altered copy passed");
        const file = await browser.get(`${exchange}/evidence.asice`);
        const target = path.join(folder, `exchange-${index + 1}.asice`);
        fs.writeFileSync(target, file.bytes);
        const report = await verifyContainer(file.bytes, { roots: root });
        must(report.valid, `not valid: ${report.steps.find((one) => !one.ok)?.code}`);
        return {
          value: undefined,
          detail: `${target} sealed by ${report.signer?.memberId} at ${report.signedAt?.toISOString()}`,
        };
      });
  } catch {
    held = false;
  }
  return held;
}
