import { isDeepStrictEqual } from "node:util";
import { faultsOfPage, longestPage, type ServicePage } from "@troad/connect";
import { Browser, type Page } from "../demo/browser.ts";

/** One rule of the contract: what was looked at, and where it is wrong; nothing where it is right. */
export type Rule = { rule: string; address: string; wrong: string[] };
type Options = { portal: string; person?: string | undefined; patienceMs?: number };

const limitMs = 20_000;

const get = (address: string, more: RequestInit = {}): Promise<Response> =>
  fetch(address, { redirect: "manual", signal: AbortSignal.timeout(limitMs), ...more });

/** Tries a service against the contract, rule by rule; after a rule on which others depend has failed, these are left out. */
export async function* checkService(service: string, options: Options): AsyncGenerator<Rule> {
  const origin = new URL(service).origin;
  const address = `${origin}/.well-known/troad-service.json`;
  const read = await readPage(address, origin);
  yield { rule: "describes itself", address, wrong: read.wrong };
  if (!read.page) return;
  const { page } = read;
  yield {
    rule: "is known here as it describes itself",
    address: `${options.portal}/connected/v1/services`,
    wrong: await knownAs(page, options),
  };
  yield { rule: "says what it keeps", address: page.privacy.address, wrong: await shows(page.privacy.address) };
  yield { rule: "signs people in with the eID", address: page.start, wrong: await signsIn(page, options) };
  yield { rule: "refuses a sign-in that nobody began", address: page.return, wrong: await refusesForged(page) };
  if (options.person !== undefined && page.trial) yield* tried(page, page.trial, { ...options, person: options.person });
}

async function readPage(address: string, origin: string): Promise<{ page?: ServicePage; wrong: string[] }> {
  try {
    const answer = await get(address);
    if (answer.status !== 200) return { wrong: [`it answers ${answer.status}`] };
    if (!(answer.headers.get("content-type") ?? "").startsWith("application/json"))
      return { wrong: ["it is not application/json"] };
    const text = await answer.text();
    if (text.length > longestPage) return { wrong: [`it has more than ${longestPage} characters`] };
    const page: unknown = JSON.parse(text);
    const faults = faultsOfPage(page, [origin]);
    return faults.length > 0
      ? { wrong: faults.map(({ pointer, code, detail }) => `${pointer || "/"} ${code}: ${detail}`) }
      : { page: page as ServicePage, wrong: [] };
  } catch (error) {
    return { wrong: [error instanceof SyntaxError ? `it is no JSON: ${error.message}` : reasonOf(error)] };
  }
}

async function knownAs(page: ServicePage, { portal }: Options): Promise<string[]> {
  const answer = await get(`${portal}/connected/v1/services`);
  const { services } = (await answer.json()) as { services: { page: ServicePage }[] };
  const known = services.find((one) => one.page.id === page.id);
  if (!known) return ["the platform does not know it: describe it by PUT"];
  const parts = Object.keys({ ...known.page, ...page }) as (keyof ServicePage)[];
  return parts.filter((part) => !isDeepStrictEqual(known.page[part], page[part])).map((part) => `/${part} is another one here`);
}

async function shows(address: string): Promise<string[]> {
  const answer = await get(address).catch((error: unknown) => reasonOf(error));
  if (typeof answer === "string") return [answer];
  const text = await answer.text();
  const wrong = answer.status === 200 ? [] : [`it answers ${answer.status}`];
  if (!(answer.headers.get("content-type") ?? "").startsWith("text/html")) wrong.push("it is no page");
  else if (!/<html[^>]* lang="[a-z]/i.test(text)) wrong.push("its html has no lang");
  if (answer.headers.get("x-content-type-options") !== "nosniff") wrong.push("x-content-type-options is not nosniff");
  const policy = answer.headers.get("content-security-policy") ?? "";
  if (policy === "") wrong.push("it has no content-security-policy");
  else if (/unsafe-inline|unsafe-eval/.test(policy)) wrong.push("its content-security-policy allows unsafe scripts");
  return wrong;
}

/** Who is not signed in is sent to the eID of this platform and nowhere else. */
async function signsIn({ start }: ServicePage, { portal }: Options): Promise<string[]> {
  const discovery = (await (await get(`${portal}/eid/oidc/.well-known/openid-configuration`)).json()) as {
    authorization_endpoint: string;
  };
  let at = start;
  for (let hop = 0; hop < 4; hop++) {
    const answer = await get(at);
    const next = answer.headers.get("location");
    await answer.body?.cancel();
    if (answer.status < 300 || answer.status > 399 || next === null) return [`${at} answers ${answer.status} without a sign-in`];
    const to = new URL(next, at);
    if (`${to.origin}${to.pathname}` === discovery.authorization_endpoint)
      return to.searchParams.get("client_id") ? [] : ["the sign-in names no client_id"];
    if (to.origin !== new URL(start).origin) return [`it leads to ${to.origin}, not to ${discovery.authorization_endpoint}`];
    at = to.href;
  }
  return ["it leads from address to address without a sign-in"];
}

async function refusesForged(page: ServicePage): Promise<string[]> {
  const answer = await get(`${page.return}?code=made-up&state=made-up`);
  await answer.body?.cancel();
  return answer.status >= 400 && answer.status < 500 ? [] : [`a code that nobody asked for is answered with ${answer.status}`];
}

type Trial = NonNullable<ServicePage["trial"]>;

/** A person of the demonstration applies, and finds the application among their own. */
async function* tried(
  page: ServicePage,
  trial: Trial,
  { portal, person, patienceMs = 15_000 }: Options & { person: string },
): AsyncGenerator<Rule> {
  const browser = new Browser("en");
  await browser.post(`${portal}/auth/demo`, { subject: person, return: "/" });
  const mine = async (): Promise<string[]> =>
    (await browser.get(`${portal}/me/elsewhere.csv`)).text.split("\r\n").filter((line) => line.startsWith(`"${page.name.en}",`));
  const before = await mine();
  const begun = await signedIn(browser, page, person);
  yield { rule: "lets a person begin", address: page.start, wrong: begun.status === 200 ? [] : [`it answers ${begun.status}`] };
  if (begun.status !== 200) return;
  const hidden = [...begun.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  const fields = { ...Object.fromEntries(hidden), ...trial.fields } as Record<string, string>;
  const forged = await new Browser("en").post(trial.address, fields);
  yield { rule: "takes an application from who is signed in alone", address: trial.address, wrong: isRefused(forged) };
  const empty = await browser.post(trial.address, Object.fromEntries(hidden) as Record<string, string>);
  const refused = empty.status === 422 ? [] : [`an application without its answers is answered with ${empty.status}, not 422`];
  yield { rule: "says what is wrong with an application", address: trial.address, wrong: refused };
  const sent = await browser.post(trial.address, fields);
  yield {
    rule: "takes the application",
    address: trial.address,
    wrong: sent.status === 200 ? [] : [`it answers ${sent.status}`],
  };
  if (sent.status !== 200) return;
  const stranger = await new Browser("en").get(sent.url);
  yield { rule: "shows an application to its person alone", address: sent.url, wrong: isRefused(stranger) };
  let after = await mine();
  for (const end = Date.now() + patienceMs; after.length <= before.length && Date.now() < end; after = await mine())
    await new Promise((done) => setTimeout(done, 300));
  const reference = after.find((line) => !before.includes(line))?.split('","')[2];
  const told = after.length > before.length ? [] : [`nothing was told within ${patienceMs / 1000} s`];
  yield { rule: "tells the platform of the application", address: `${portal}/me/elsewhere`, wrong: told };
  if (reference === undefined) return;
  const own = await browser.get(`${portal}/me/elsewhere/${page.id}/${reference}`);
  const links = own.text.includes(sent.url) ? [] : [`the page of ${reference} has no link to ${sent.url}`];
  yield { rule: "leads from the platform to the application", address: own.url, wrong: links };
}

async function signedIn(browser: Browser, page: ServicePage, person: string): Promise<Page> {
  const came = await browser.get(`${page.start}?as=${encodeURIComponent(`demo:${person}`)}`);
  const agree = /action="([^"]+\/agree)"/.exec(came.text)?.[1];
  return agree === undefined ? came : browser.post(new URL(agree, came.url).href, {});
}

const isRefused = ({ status, url }: Page): string[] =>
  status >= 400 && status < 500 ? [] : [`${url} answers ${status} without a sign-in`];
const reasonOf = (error: unknown): string =>
  error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : "it cannot be reached";
