import fs from "node:fs";
import path from "node:path";
import { eidApi } from "@troad/eid/api";
import { installationSecret } from "@troad/kernel";
import { payApi } from "@troad/pay/api";
import { writeOffNumber } from "@troad/slip";
import { type Browser, targets } from "../../apps/troad/demo/browser.ts";
import { openProofSigner } from "../../modules/invoice/proof/signed-code.ts";
import { sealSlip } from "../../modules/tax/domain/slips.ts";
import { type Government, root } from "../../tests/kit/government.ts";
import { peopleOf } from "./given.ts";

/** Fills in the application for reduced tuition up to the last page, and leaves it there; gives addresses on the way. */
async function draftApplication(government: Government, browser: Browser): Promise<string[]> {
  const file = path.join(root, "content", "services", "tuition-reduction", "paths.json");
  const [walk] = JSON.parse(fs.readFileSync(file, "utf8")) as { answers: Record<string, Record<string, string>> }[];
  let page = await browser.post(`${government.portal}/services/tuition-reduction/start`, {});
  const addresses = [page.url];
  // the first semester was granted in the journey, and once is enough
  const answers: Record<string, Record<string, string>> = { ...walk!.answers, semester: { semester: "115-2" } };
  for (let pages = 0; pages < 20 && /\/form\/[^/]+$/.test(page.url); pages++)
    page = await browser.post(page.url, answers[page.url.split("/").pop()!] ?? {});
  return [...addresses, page.url];
}

/** A slip as a calculation seals it; whether one is offered depends on the season. */
function slip(government: Government): string {
  const made = { category: "15001", year: 2025, amount: 30_000, due: "2026-06-01", writeOff: writeOffNumber("150011141234567") };
  const secret = installationSecret(path.join(government.data, "tax"), "slip");
  return `${government.portal}/tax/slip/${sealSlip(made, secret)}`;
}

/** The page on which a fee is paid. */
async function fee(government: Government): Promise<string> {
  const purpose = { "zh-Hant": "規費", en: "Fee" };
  const asked = { key: "crawl", agency: "ndu", amount: 300, purpose, returnTo: "/cases" };
  return `${government.portal}${(await government.running.use(payApi).request(asked)).address}`;
}

/** Where the code on the printed proof of an invoice leads. */
async function printedProof(government: Government, browser: Browser): Promise<string> {
  const invoices = await browser.get(`${government.portal}/invoice/mine`);
  const [invoice] = targets(invoices, /^\/invoice\/mine\/\d/);
  const { pathname } = new URL(`${government.portal}${invoice}`);
  const [, term = "", number = ""] = /mine\/(\d+)\/(\w+)/.exec(pathname) ?? [];
  const signed = { term, number, date: "2026-01-01", total: 1, seller: "12345675" };
  return `${government.portal}/invoice/proof?code=${openProofSigner(path.join(government.data, "invoice")).sign(signed)}`;
}

/** A visit at a counter, at the first time that is free. */
async function appointment(government: Government, browser: Browser): Promise<string> {
  const counters = await browser.get(`${government.portal}/appointments`);
  const [counter] = targets(counters, /^\/appointments\/[a-z]/);
  const times = await browser.get(`${government.portal}${counter}`);
  const [time] = targets(times, /\/book\?/);
  const { pathname, searchParams } = new URL(time!.replaceAll("&amp;", "&"), government.portal);
  const [day, at] = ["day", "time"].map((name) => searchParams.get(name) ?? "");
  return (await browser.post(`${government.portal}${pathname}`, { key: "", day: day!, time: at!, service: "" })).url;
}

/** A data set of an agency, with a file that is checked and not published. */
async function publish(government: Government, browser: Browser): Promise<string[]> {
  const office = `${government.portal}/data-office`;
  const words = {
    title: "避難收容處所",
    "title-en": "Shelters",
    description: "各縣市避難收容處所",
    "description-en": "Shelters",
  };
  const terms = {
    category: "disaster",
    frequency: "monthly",
    licence: "OGDL-Taiwan-1.0",
    keywords: "避難",
    contact: "",
    openness: "open",
  };
  const { url } = await browser.post(`${office}/new`, { name: "shelters", ...words, ...terms, article: "", reason: "" });
  const form = new FormData();
  form.set("title", "清冊");
  form.set("file", new Blob(["序號,縣市,容納人數\n1,新北市,120\n"]), "shelters.csv");
  return [url, (await browser.upload(`${url}/upload`, form)).url];
}

/** Where what people do leads, besides links: drafts, slips, printed codes. */
export const actsOf = (government: Government): Record<string, (browser: Browser) => Promise<string[]>> => ({
  citizen: async (browser) => [
    ...(await draftApplication(government, browser)),
    `${government.portal}/services/tuition-reduction/begin`,
    await printedProof(government, browser),
    await appointment(government, browser),
    (await browser.post(`${government.portal}/data/requests/new`, { agency: "moi", title: "避難所", body: "每月更新", set: "" }))
      .url,
  ],
  "township-officer": async (browser) => {
    const { subject } = peopleOf(government).find(({ role }) => role === "citizen")!;
    const { nationalId, name } = (await government.running.use(eidApi).person(subject))!;
    const page = await browser.get(`${government.portal}/desk/counter`);
    const service = /name="service" type="radio" value="([a-z0-9-]+)"/.exec(page.text)?.[1] ?? "";
    return [(await browser.post(`${government.portal}/desk/counter`, { service, nationalId, name })).url];
  },
  "data-officer": (browser) => publish(government, browser),
  "household-officer": async () => [`${government.portal}/registers?register=person&by=name&text=${encodeURIComponent("陳雅")}`],
  nobody: async (browser) => [
    (await browser.post(`${government.portal}/feedback`, { page: "/", kind: "praise", body: "It works." })).url,
    (await browser.post(`${government.portal}/feedback`, { page: "/", kind: "complaint", body: "Nobody answers." })).url,
    `${government.portal}/eid/resumed`,
    `${government.portal}/eid/locked`,
    slip(government),
    await fee(government),
  ],
});
