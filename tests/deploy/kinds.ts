import { randomUUID } from "node:crypto";
import { type Dispatcher, request } from "undici";
import { Browser } from "../../apps/troad/demo/browser.ts";

export const origin = "https://troad.test";
/** Where the asking agency's gateway listens for its information systems, and where the answering one's system is. */
export const askerPort = 5580;
export const echoPort = 7001;
export const exchangeService = "note";

/** What went wrong, in words that are counted: an answer by its status, a connection by its code. Undefined: it was acknowledged. */
export type FailedAs = string | undefined;
type Answer = Dispatcher.ResponseData;

const faultOf = (answer: Answer): FailedAs => {
  const { statusCode: status, headers } = answer;
  const type = headers["x-road-error"];
  if (typeof type === "string" && status === 500) return `road ${type}`;
  return status === 503 && headers["retry-after"] === undefined ? "HTTP 503 without Retry-After" : `HTTP ${status}`;
};

/** Later than this is no answer. */
const inTime = (): AbortSignal => AbortSignal.timeout(10_000);

const post = (cookie: string, path: string, fields: Record<string, string>, dispatcher?: Dispatcher): Promise<Answer> =>
  request(`${origin}${path}`, {
    method: "POST",
    headers: { cookie, origin, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
    signal: inTime(),
    ...(dispatcher ? { dispatcher } : {}),
  });

export type Person = { subject: string; cookie: string };

export async function signIn(subject: string): Promise<string> {
  const browser = new Browser("en");
  const page = await browser.post(`${origin}/auth/demo`, { subject, return: "/services" });
  if (page.status !== 200 || !page.url.endsWith("/services")) throw new Error(`sign-in of ${subject}: HTTP ${page.status}`);
  return browser
    .cookiesFor(`${origin}/services`)
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
}

/** A person asks the tax bureau a question that has a key of its own: an application is opened, its form saved, and it is submitted. */
export async function journey({ cookie }: Person, key: string): Promise<{ fault: FailedAs; id?: string }> {
  const opened = await post(cookie, "/services/tax-question/start", {});
  await opened.body.dump();
  const [, id] = /\/cases\/([^/]+)\/form/.exec(String(opened.headers.location)) ?? [];
  if (opened.statusCode !== 303 || !id) return { fault: faultOf(opened) };
  const saved = await post(cookie, `/cases/${id}/form/question`, { about: "income", question: `question ${key}` });
  await saved.body.dump();
  if (saved.statusCode !== 303) return { fault: faultOf(saved) };
  const submitted = await post(cookie, `/cases/${id}/check`, { agree: "yes" });
  await submitted.body.dump();
  if (submitted.statusCode !== 303) return { fault: faultOf(submitted) };
  return String(submitted.headers.location).endsWith(`/cases/${id}`)
    ? { fault: undefined, id }
    : { fault: `led to ${String(submitted.headers.location).replace(id, "ID")}` };
}

export async function query(): Promise<FailedAs> {
  const answer = await request(`${origin}/services/tuition-reduction`, { headers: { accept: "text/html" }, signal: inTime() });
  await answer.body.dump();
  return answer.statusCode === 200 ? undefined : faultOf(answer);
}

const client = "TWDEMO/GOV/ASKER/BENCH";

/** A request over the road, by an information system of a member: it connects to the gateway on the one machine or the other. */
export async function exchange(key: string, dispatcher: Dispatcher): Promise<FailedAs> {
  const answer = await request(`http://gateway:${askerPort}/r1/TWDEMO/GOV/TELLER/BENCH/${exchangeService}`, {
    method: "POST",
    headers: { "x-road-client": client, "x-road-id": key, "content-type": "application/json" },
    body: JSON.stringify({ key }),
    signal: inTime(),
    dispatcher,
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) return faultOf(answer);
  return text.includes(key) ? undefined : "another answer";
}

/** The key that a case names, as its person reads it on one machine. */
export async function keyOf({ cookie }: Person, id: string, dispatcher: Dispatcher): Promise<string | undefined> {
  const answer = await request(`${origin}/cases/${id}`, { headers: { cookie, accept: "text/html" }, dispatcher });
  const [, key] = /question ([0-9a-f-]{36})/.exec(await answer.body.text()) ?? [];
  return answer.statusCode === 200 ? key : undefined;
}

export async function hasExchange(address: string, key: string): Promise<boolean> {
  const [instance, memberClass, memberCode, subsystem] = client.split("/") as [string, string, string, string];
  const asked = { xRoadInstance: instance, memberClass, memberCode, subsystemCode: subsystem, queryId: key };
  const answer = await request(`http://${address}:${askerPort}/asic?${new URLSearchParams(asked)}`);
  await answer.body.dump();
  // 503: it is there, and being sealed
  return answer.statusCode === 200 || (answer.statusCode === 503 && answer.headers["x-road-error"] === undefined);
}

export const newKey = (): string => randomUUID();
