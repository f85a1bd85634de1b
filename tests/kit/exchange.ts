import assert from "node:assert/strict";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { casesApi } from "@troad/cases/api";
import { type Process, taipeiDate } from "@troad/kernel";
import { type DataUse, mydataApi } from "@troad/mydata/api";
import { findPeople } from "@troad/population";
import { type Evidence, roadApi } from "@troad/road/api";
import { request } from "undici";
import { type Government, root } from "./government.ts";
import { patient } from "./patience.ts";

/** The exchange that the service of the demonstration makes with the household register. */
export const consumer = "TWDEMO/EDU/NDU/AID";
export const household = "TWDEMO/GOV/MOI/REGISTERS/household";
export const agreedFields = ["name", "householdNo"];

export type Citizen = { subject: string; nationalId: string; name: string };

/** A synthetic student of the population that the government was started with. */
export function student(index = 0): Citizen {
  const found = findPeople({ seed: "t-road", size: 2000, today: taipeiDate(new Date()) }).students.low[index]!;
  const { subject, nationalId, name } = found.person;
  return { subject, nationalId, name };
}

export type GatewayEndpoints = { member: string; consumer: string; server: string };

export function gatewayEndpoints(government: Pick<Government, "running">, member: string): GatewayEndpoints {
  const { gateways } = government.running.endpoints().road as { gateways: GatewayEndpoints[] };
  return gateways.find((one) => one.member === member)!;
}

export type Agreed = { consentId: string; token: string };
type Consenting = { citizen: Citizen; key: string; to?: string; provider?: string; fields?: string[]; minutes?: number };

/** The citizen agrees, as the pages let her. */
export async function agree(
  running: Process,
  { citizen, key, to = consumer, provider = household, fields = agreedFields, minutes }: Consenting,
): Promise<Agreed> {
  const { consent, token } = await running.use(mydataApi).grant({
    key,
    subject: citizen.subject,
    nationalId: citizen.nationalId,
    consumer: to,
    purpose: "tuition-reduction",
    requests: [{ source: "household", provider, fields, agreement: "ndu-household-1" }],
    ...(minutes === undefined ? {} : { minutes }),
  });
  return { consentId: consent.id, token };
}

export type Question = {
  gateway: string;
  client?: string;
  path?: string;
  id?: string;
  consent?: string;
  citizen: Citizen;
  fields?: string[];
  lang?: string;
  body?: string | Buffer;
  headers?: Record<string, string>;
};
export type Answered = {
  status: number;
  error: string | undefined;
  message: string;
  detail: string;
  body: Record<string, unknown>;
};

/** Asks over T-Road as an information system of a member does: plain HTTP to its own gateway. */
export async function ask(question: Question): Promise<Answered> {
  const {
    gateway,
    client = consumer,
    path = `/r1/${household}/find`,
    id,
    consent,
    citizen,
    fields = agreedFields,
    lang = "en",
  } = question;
  const reply = await request(`${gateway}${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "accept-language": lang,
      "x-road-client": client,
      ...(id === undefined ? {} : { "x-road-id": id }),
      ...(consent === undefined ? {} : { "x-troad-consent": consent }),
      ...question.headers,
    },
    body: question.body ?? JSON.stringify({ nationalId: citizen.nationalId, fields }),
  });
  const body = (await reply.body.json()) as Record<string, unknown>;
  return {
    status: reply.statusCode,
    error: reply.headers["x-road-error"] as string | undefined,
    message: String(body.message ?? ""),
    detail: String(body.detail ?? ""),
    body,
  };
}

const han = /\p{Script=Han}/u;

/** A failure of the road: coded, in the header and in the body, told in Chinese and in English. */
export async function assertRefused(question: Question, type: string, status: number): Promise<void> {
  for (const lang of ["zh-Hant", "en"]) {
    const answer = await ask({ ...question, lang });
    assert.deepEqual([answer.status, answer.error, answer.body.type], [status, type, type], JSON.stringify(answer.body));
    assert.equal(han.test(answer.message), lang === "zh-Hant", answer.message);
    assert.ok(answer.message.length > 5 && answer.detail.length > 0 && !answer.message.includes("error."));
  }
}

/** A code has a text in both languages. */
export function assertHasText({ texts }: Process, code: string): void {
  const key = `error.${/^[A-Z]/.test(code) ? "road." : ""}${code}`;
  const [chinese, english] = ["zh-Hant", "en"].map((lang) => texts.translator(lang)(key));
  assert.ok(han.test(chinese!), `${key}: ${chinese}`);
  assert.ok(english !== key && !han.test(english!), `${key}: ${english}`);
}

/** The evidence of an exchange that only its id names here: of a test's own, which is among the last ones. */
export async function evidenceOf(running: Process, id: string, side: "consumer" | "provider"): Promise<Evidence> {
  const road = running.use(roadApi);
  const record = (await road.transfersOf({ limit: 200 })).find((one) => one.exchangeId === id && one.side === side);
  if (!record) return { state: "none" };
  const { exchangeId, consumer, provider } = record;
  return road.evidenceOf({ exchangeId, consumer, provider, side });
}

/** Waits until `look` gives something. */
export async function until<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
  what: string,
  patienceMs = 30_000,
): Promise<T> {
  const longestMs = patient(patienceMs);
  for (const end = Date.now() + longestMs; ; await sleep(100)) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what} did not come within ${longestMs / 1000} s`);
  }
}

/** The citizen's "who used my data" entry of an exchange, once each of `sides` has told it. */
export function useOf(running: Process, citizen: Citizen, exchangeId: string, sides: DataUse["sides"]): Promise<DataUse> {
  return until(async () => {
    const uses = await running.use(mydataApi).usesOf(citizen.subject, { limit: 100 });
    return uses.find((use) => use.exchangeId === exchangeId && sides.every((side) => use.sides.includes(side)));
  }, `the record of ${exchangeId}`);
}

/** Everything that the citizen would be told of uses of one consent. */
export async function usesOfConsent(running: Process, citizen: Citizen, consentId: string): Promise<DataUse[]> {
  return (await running.use(mydataApi).usesOf(citizen.subject, { limit: 100 })).filter((use) => use.consent === consentId);
}

/** Submits an application of the citizen as the pages do; gives its case. */
export async function handIn(
  running: Process,
  citizen: Citizen,
  answers: Record<string, Record<string, string>>,
): Promise<string> {
  const cases = running.use(casesApi);
  const { id } = await cases.open({ service: "tuition-reduction", ...citizen });
  for (const [page, values] of Object.entries(answers)) {
    const { errors } = await cases.answer({ id, subject: citizen.subject, page, values });
    assert.deepEqual(errors, []);
  }
  await cases.submit({ id, subject: citizen.subject });
  return id;
}

/** Sends bytes that no HTTP client would send; gives everything that came back. */
export function sendRaw(url: string, lines: string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname, () =>
      socket.write(Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1")),
    );
    let text = "";
    socket.setTimeout(patient(10_000), () => socket.destroy(new Error("no answer")));
    socket.on("data", (chunk) => {
      text += chunk.toString();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}

/** The answers of one of the service's own walks through its form. */
export function walk(id: string): Record<string, Record<string, string>> {
  const file = path.join(root, "content", "services", "tuition-reduction", "paths.json");
  const walks = JSON.parse(fs.readFileSync(file, "utf8")) as { id: string; answers: Record<string, Record<string, string>> }[];
  return walks.find((one) => one.id === id)!.answers;
}
