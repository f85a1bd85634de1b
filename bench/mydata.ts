/**
 * Claims: what a provider does to check a consent at 0.2 of a bare indexed select, aim 2,000/s; five data sets from consent to file in under 1 s one
 * at a time and 3 s eight at once (p95). Peer of the first: the select, by the same connections; of the second: one data set, which needs the same pages.
 */
import path from "node:path";
import { subjectKeyOf } from "@troad/credential";
import { eidApi } from "@troad/eid/api";
import { installationSecret, sql, systemClock } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import pg from "pg";
import { Browser } from "../apps/troad/demo/browser.ts";
import { requireConsent } from "../modules/registers/provider/find.ts";
import { openStatusSource } from "../modules/registers/provider/status.ts";
import { sealVerifier } from "../modules/registers/provider/verify.ts";
import { agreedFields, type Citizen, consumer, household, student } from "../tests/kit/exchange.ts";
import { type Government, startGovernment } from "../tests/kit/government.ts";
import { socketOf } from "../tests/kit/servers.ts";
import { median, type Row, rate, seconds } from "./kit.ts";

const consents = 600;
const atOnce = 16;
const rounds = 5;
const people = 8;
const each = 6;
const five = ["household-now", "vehicles", "licence", "property", "income-statement"];

export default async (): Promise<Row[]> => {
  const government = await startGovernment({ env: { LOG_LEVEL: "error" } });
  try {
    return [...(await checks(government)), ...(await files(government))];
  } finally {
    await government.stop();
  }
};

/** So many a second, some at a time. */
async function perSecond(of: readonly (() => Promise<unknown>)[]): Promise<number> {
  const took = await seconds(async () => {
    const waiting = [...of];
    const work = async (): Promise<void> => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await next();
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  });
  return of.length / took;
}

async function checks({ running, data }: Government): Promise<Row[]> {
  const citizen = student();
  const tokens = await granted(running, citizen);
  const log = { warn: (found: unknown) => console.error(found) };
  const verify = sealVerifier({ use: (api: never) => running.use(api), log, clock: systemClock } as never, "TWDEMO/GOV/MODA");
  const onFailure = (error: unknown): void => {
    throw error;
  };
  const context = {
    ...{ clock: systemClock, issuer: "TWDEMO/GOV/MODA/MYDATA", verify, canRecord: true },
    status: openStatusSource({ clock: systemClock, verify, onFailure }),
    subjects: subjectKeyOf(installationSecret(path.join(data, "registers"), "subjects-moi")),
  };
  const register = { provider: household } as never;
  const request = { subject: citizen.nationalId, fields: agreedFields } as never;
  const message = (consent: string) =>
    ({ consumer, messageId: "bench", consent, agreement: null, issue: null, right: undefined }) as never;
  const db = running.schemas.ofAgency("registers", "moi");
  const select = () => db.one(sql`select data from record where register = 'person' and subject = ${citizen.nationalId} limit 1`);
  const check = (token: string) => () => requireConsent(context as never, register, message(token), request);
  await perSecond(tokens.map(check));
  // as many connections as the program's own transactions have
  const pool = new pg.Pool({ host: socketOf(data), user: "postgres", database: "troad", max: 6 });
  const bareSelect = () =>
    pool.query("select data from registers_moi.record where register = 'person' and subject = $1 limit 1", [citizen.nationalId]);
  const measured: { own: number; bare: number; piped: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const [bare, piped] = [await perSecond(tokens.map(() => bareSelect)), await perSecond(tokens.map(() => select))];
    measured.push({ bare, piped, own: await perSecond(tokens.map(check)) });
  }
  await pool.end();
  const of = (which: "own" | "bare" | "piped"): number => median(measured.map((one) => one[which]));
  const what = "checks of a consent at the provider";
  return [
    rate(what, "checks/s", of("own"), { what: "a bare indexed select", perSecond: of("bare") }),
    rate(what, "checks/s", of("own"), { what: "the same select, many in one trip", perSecond: of("piped") }),
  ];
}

async function granted(running: Government["running"], { subject, nationalId }: Citizen): Promise<string[]> {
  const tokens: string[] = [];
  for (let n = 0; n < consents; n++) {
    const { token } = await running.use(mydataApi).grant({
      ...{ key: `bench-${n}`, subject, nationalId, consumer, purpose: "bench" },
      requests: [{ source: "household", provider: household, fields: agreedFields, agreement: "ndu-household-1" }],
    });
    tokens.push(token);
  }
  return tokens;
}

async function files({ portal, running }: Government): Promise<Row[]> {
  const citizens = (await running.use(eidApi).demoPeople()).filter(({ role }) => role.role === "citizen").slice(0, people);
  if (citizens.length < people) throw new Error(`only ${citizens.length} people`);
  const browsers = await Promise.all(
    citizens.map(async ({ subject }) => {
      const browser = new Browser("en");
      await browser.post(`${portal}/auth/demo`, { subject, return: "/" });
      return browser;
    }),
  );
  const file = async (browser: Browser, sets: readonly string[]): Promise<number> => {
    const check = await browser.get(`${portal}/my-data/download/check?${sets.map((set) => `set=${set}`).join("&")}`);
    const key = /name="key" value="([^"]+)"/.exec(check.text)?.[1];
    if (key === undefined) throw new Error(`no form: ${check.status}`);
    const from = performance.now();
    const done = await browser.post(`${portal}/my-data/download`, { key, set: sets });
    const zip = await browser.get(`${done.url}/my-data.zip`);
    if (zip.status !== 200 || zip.bytes.length < 1_000) throw new Error(`no file: ${done.status} ${zip.status}`);
    return performance.now() - from;
  };
  const p95 = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
  await Promise.all(browsers.map((browser) => file(browser, five)));
  const [one, alone, together]: number[][] = [[], [], []];
  for (let round = 0; round < each; round++) {
    for (const browser of browsers.slice(0, people / 2)) {
      one!.push(await file(browser, five.slice(0, 1)));
      alone!.push(await file(browser, five));
    }
    together!.push(...(await Promise.all(browsers.map((browser) => file(browser, five)))));
  }
  const base = p95(one!);
  const row = (what: string, values: readonly number[]): Row => ({
    ...{ what, value: Number(p95(values).toPrecision(3)), unit: "ms, p95" },
    ...{ peer: `one data set, one at a time: ${base.toFixed(0)} ms`, ratio: Number((p95(values) / base).toPrecision(2)) },
  });
  return [row("five data sets from consent to file, one at a time", alone!), row("the same, eight at once", together!)];
}
