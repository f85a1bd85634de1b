import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { casesApi } from "@troad/cases/api";
import { isAutomatic } from "@troad/flow";
import { Browser, type Page } from "../../apps/troad/demo/browser.ts";
import { bytesOf } from "./files.ts";
import { patient } from "./patience.ts";
import type { Run } from "./service-begin.ts";
import { follow, readyFor } from "./service-run.ts";

const languages = ["zh-Hant", "en"] as const;
type Lang = (typeof languages)[number];
type Sent = Record<string, string | string[]>;

const named = (page: Page, name: string): boolean => mainOf(page).includes(`name="${name}"`);
const mainOf = ({ text }: Page): string => /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? "";
const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
const hidden = (page: Page): Sent => hiddenIn(mainOf(page));
const hiddenIn = (html: string): Sent =>
  Object.fromEntries(
    [...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
      attribute(tag, "name") ?? "",
      attribute(tag, "value") ?? "",
    ]),
  );

/** What a form sends for an answer that a path gives whole. */
function fieldsFor(page: Page, name: string, value: string | string[]): Sent {
  if (named(page, name)) return { [name]: value };
  const whole = [value].flat().join();
  if (named(page, `${name}-year`)) {
    const [year = "", month = "", day = ""] = whole.split("-");
    return { [`${name}-year`]: year, [`${name}-month`]: month, [`${name}-day`]: day };
  }
  if (named(page, `${name}-bank`)) return { [`${name}-bank`]: whole.slice(0, 3), [`${name}-account`]: whole.slice(4) };
  return { [name]: value };
}

const isFile = (page: Page, name: string): boolean =>
  new RegExp(`<input[^>]*name="${name}"[^>]*type="file"|<input[^>]*type="file"[^>]*name="${name}"`).test(mainOf(page));

/** Sends the form of a page as a browser without scripts does. */
async function send(browser: Browser, page: Page, answers: Sent, button?: string): Promise<Page> {
  const fields: Sent = { ...hidden(page), ...(button ? { [button]: "1" } : {}) };
  const files: string[] = [];
  for (const [name, value] of Object.entries(answers)) {
    const control = [name, `${name}-file`].find((one) => isFile(page, one));
    if (control && value.length > 0) files.push(control);
    else if (value.length > 0) Object.assign(fields, fieldsFor(page, name, value));
  }
  const action = attribute(/<form[^>]*method="post"[^>]*>/.exec(mainOf(page))?.[0] ?? "", "action");
  const url = new URL(action || page.url, page.url).href;
  if (files.length === 0) return browser.post(url, fields);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
  for (const name of files) {
    const tag = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(mainOf(page))?.[0] ?? "";
    const isPdf = /pdf/.test(attribute(tag, "accept") ?? "pdf");
    const bytes = new Uint8Array(bytesOf(isPdf ? "plan.pdf" : "photo.png"));
    form.append(name, new File([bytes], isPdf ? "paper.pdf" : "photo.png", { type: isPdf ? "application/pdf" : "image/png" }));
  }
  return browser.upload(url, form);
}

type Submitted = Awaited<ReturnType<typeof readyFor>> & {
  id: string;
  walker: Browser;
  seen(page: Page): Promise<Page>;
};

/** Takes a person through the form of a service over HTTP alone, in one language, and looks at each page in the other too. */
async function submittedOverHttp(run: Run, lang: Lang, subject: string): Promise<Submitted> {
  const { portal } = run.government;
  const { applicant, one } = await readyFor(run, subject);
  const [walker, reader] = [new Browser(lang), new Browser(languages.find((other) => other !== lang)!)];
  for (const browser of [walker, reader]) await browser.post(`${portal}/auth/demo`, { subject, return: "/me" });
  const seen = async (page: Page): Promise<Page> => {
    if (page.status !== 200) throw new Error(`${page.url}: ${page.status}`);
    const other = await reader.get(page.url);
    for (const [shown, said] of [
      [page, lang],
      [other, languages.find((one) => one !== lang)!],
    ] as const)
      if (shown.status !== 200 || !shown.text.includes(`lang="${said}"`))
        throw new Error(`${page.url} in ${said}: ${shown.status}`);
    return page;
  };
  await seen(await walker.get(`${portal}/services/${path.basename(run.folder)}`));
  let page = await walker.post(`${portal}/services/${path.basename(run.folder)}/start`, {});
  for (let pages = 0; !/[/-]check$/.test(new URL(page.url).pathname); pages++) {
    const name = /\/(?:form|fill)\/([^/]+)$/.exec(new URL(page.url).pathname)?.[1] ?? "";
    const sent = one.answers[name];
    if (!sent || pages > 100) throw new Error(`path ${one.id} has no answers for the page ${name || page.url}`);
    await seen(page);
    const group = Object.keys(sent)
      .find((key) => key.endsWith("-count"))
      ?.slice(0, -"-count".length);
    const shown = group === undefined ? 0 : Number(hidden(page)[`${group}-count`]);
    if (group !== undefined && shown < Number(sent[`${group}-count`])) {
      page = await send(walker, page, {}, `${group}-add`);
      continue;
    }
    const signatures =
      run.service.form.page(name)?.fields.flatMap(({ type, name: field }) => (type === "signature" ? [field] : [])) ?? [];
    const own = Object.fromEntries(
      Object.entries(sent).map(([key, value]) => [key, signatures.includes(key) ? applicant.name : value]),
    );
    page = await send(walker, page, own);
    const wrong = /class="[^"]*error-summary[\s\S]*?<\/ul>/.exec(page.text)?.[0];
    if (wrong) throw new Error(`page ${name}: ${wrong.replaceAll(/<[^>]+>|\s+/g, " ")}`);
  }
  await seen(page);
  const id = /\/cases\/([0-9a-f-]{36})/.exec(page.url)![1]!;
  await seen(await send(walker, page, named(page, "agree") ? { agree: "yes" } : {}));
  return { applicant, one, id, walker, seen };
}

/** The form over HTTP, then what officers, parties and registers do by the path. Gives how the government says it ended. */
export async function httpPath(run: Run, lang: Lang, subject: string): Promise<string | null> {
  const { applicant, one, id, walker, seen } = await submittedOverHttp(run, lang, subject);
  const { ended } = await follow({ ...run, path: one }, id, applicant);
  await seen(await walker.get(`${run.government.portal}/cases/${id}`));
  return ended;
}

/** Whether the applicant may still withdraw at a step where the case waits for people. */
export const isWithdrawn = ({ service: { flow } }: Pick<Run, "service">): boolean =>
  flow.steps.some((step) => step !== flow.first && step.kind !== "notice" && step.withdraw !== false && !isAutomatic(step));

/**
 * The form over HTTP, and then the applicant withdraws on the page of the case, as soon as it may be withdrawn. Gives the state of the case; `decided` where
 * it went to its end without waiting for anybody.
 */
export async function httpWithdrawn(run: Run, lang: Lang, subject: string): Promise<string> {
  const { applicant, id, walker, seen } = await submittedOverHttp(run, lang, subject);
  const cases = run.government.running.use(casesApi);
  const address = `${run.government.portal}/cases/${id}`;
  for (const end = Date.now() + patient(15_000); Date.now() < end; await sleep(100)) {
    const { step, ended } = await cases.view({ id, subject });
    if (ended !== null && step === null) return "decided";
    if (!step || isAutomatic(run.service.flow.step(step.id)!)) continue;
    const page = await seen(await walker.get(address));
    const form = [...mainOf(page).matchAll(/<form[\s\S]*?<\/form>/g)].find(([one]) => one.includes('value="withdraw"'))?.[0];
    const may = (await cases.acts({ id, person: applicant })).acts.some(({ act }) => act === "withdraw");
    if (!form && !may) return "decided";
    if (!form) break;
    await seen(await walker.post(`${address}/act`, hiddenIn(form)));
    return (await cases.view({ id, subject })).state;
  }
  return "it cannot be withdrawn";
}
