import assert from "node:assert/strict";
import invoice from "@troad/invoice/module";
import { type ApiToken, type Database, defineModule, offerApi, type Process, shiftedClock } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { type NotifyApi, notifyApi } from "@troad/notify/api";
import { peopleApi } from "@troad/people/api";
import { roadApi } from "@troad/road/api";
import { type Session, sessionApi } from "@troad/web";
import { startModules } from "../../../kernel/test/modules.ts";
import { opendataModule } from "../module.ts";

const holder = (subject: string, role: string, agency: string | null): Session => ({
  subject,
  name: subject,
  proof: 4,
  roles: [{ role, agency }],
});
const people: Record<string, Session> = {
  officer: holder("officer", "data-officer", "moi"),
  other: holder("other", "data-officer", "moa"),
  head: holder("head", "data-head", "moi"),
  both: {
    ...holder("both", "data-officer", "moi"),
    roles: [
      { role: "data-officer", agency: "moi" },
      { role: "data-head", agency: "moi" },
    ],
  },
  citizen: holder("citizen", "citizen", null),
};
export const clock = shiftedClock();
export const sent: Parameters<NotifyApi["send"]>[0][] = [];
/** An api of which these functions answer, and no other is called. */
const only = <T extends object>(api: ApiToken<T>, functions: Partial<T>): T =>
  ({
    ...Object.fromEntries(Object.keys(api.calls).map((name) => [name, () => assert.fail(`${name} is not called here`)])),
    ...functions,
  }) as T;

/** Who is signed in, as the portal says it; what is told; what the road counted. */
const portal = defineModule({
  name: "portal",
  root: new URL("../../portal/module.ts", import.meta.url).href,
  create: () => ({
    api: offerApi(sessionApi, { signedIn: async (secret) => people[secret] ?? null, nationalId: async () => null }),
  }),
});
/** Posts as sessions have them, but for those of people who were dismissed since. */
export const dismissed = new Set<string>();
const posts = defineModule({
  name: "people",
  root: new URL("../../people/module.ts", import.meta.url).href,
  reserved: { postsOf: ["opendata"] },
  create: () => ({
    api: offerApi(
      peopleApi,
      only(peopleApi, {
        postsOf: async (subject) =>
          dismissed.has(subject) ? [] : (people[subject]?.roles ?? []).map((one) => ({ ...one, area: null })),
      }),
    ),
  }),
});
const notify = defineModule({
  name: "notify",
  root: new URL("../../notify/module.ts", import.meta.url).href,
  create: () => ({ api: offerApi(notifyApi, only(notifyApi, { send: async (message) => void sent.push(message) })) }),
});
const road = defineModule({
  name: "road",
  root: new URL("../../road/module.ts", import.meta.url).href,
  create: () => ({
    api: offerApi(
      roadApi,
      only(roadApi, {
        offerService: async () => undefined,
        services: async () =>
          [
            ["a", 3],
            ["b", 7_000],
          ].map(([name]) => ({
            ...{
              provider: `TW/GOV/MOI/REGISTERS/${name}`,
              owner: "GOV/MOI",
              agency: "moi",
              name: {},
              description: {},
              legalBasis: {},
              dataClasses: [],
            },
            ...{ fields: [], summary: "" },
          })),
        countExchanges: async ({ service }) => (service?.endsWith("a") ? 3 : 7_000),
        transferDays: async ({ from }) => [
          { day: from, outcome: "answered", count: 4 },
          { day: from, outcome: "refused", count: 12 },
        ],
      }),
    ),
  }),
});

const mydata = defineModule({
  name: "mydata",
  root: new URL("../../mydata/module.ts", import.meta.url).href,
  create: () => ({
    api: offerApi(
      mydataApi,
      only(mydataApi, {
        hiddenReads: async () => [
          { agency: "TW/GOV/MOI", reads: 7 },
          { agency: "TW/GOV/MOJ", reads: 4 },
        ],
      }),
    ),
  }),
});

export let origin = "";
export let running: Process;
export let db: Database;
/** The module on a database of its own; the caller stops it. */
export async function startOpenData({
  env = {},
  ...options
}: NonNullable<Parameters<typeof opendataModule>[0]> & { env?: NodeJS.ProcessEnv } = {}): Promise<{ stop(): Promise<void> }> {
  const opendata = opendataModule({ dueMs: 200, ownMs: 1_000, ...options });
  const watched = {
    ...opendata,
    create: (ctx: Parameters<typeof opendata.create>[0]) => {
      db = ctx.db;
      return opendata.create(ctx);
    },
  };
  const content = ["roles", "agencies", "messages", "pages", "registers", "places", "services", "invoice", "standards"];
  const started = await startModules([portal, posts, notify, road, mydata, invoice, watched], {
    content,
    clock,
    env: { OPENDATA_QUERY_MS: "3000", OPENDATA_MAX_MB: "1", INVOICE_DEMO_MARKET: "off", ...env },
  });
  origin = started.running.origin;
  running = started.running;
  return started;
}

export type Answer = { status: number; text: string; location: string; headers: Headers };
type Sent = Record<string, string> | FormData | { json: unknown };
const bodyOf = (form: Sent) =>
  form instanceof FormData
    ? form
    : "json" in form
      ? JSON.stringify(form.json)
      : new URLSearchParams(form as Record<string, string>);

/** Asks as a person (or nobody) would, or as a program with a key. */
export async function ask(who: string, path: string, form?: Sent, headers: Record<string, string> = {}): Promise<Answer> {
  const isJson = form !== undefined && !(form instanceof FormData) && "json" in form && typeof form.json === "object";
  const answer = await fetch(`${origin}${path}`, {
    redirect: "manual",
    headers: {
      cookie: `session=${who}; lang=en`,
      "accept-language": "en",
      "sec-fetch-site": "same-origin",
      ...(isJson && { "content-type": "application/json" }),
      ...headers,
    },
    ...(form ? { method: "POST", body: bodyOf(form) } : {}),
  });
  return {
    status: answer.status,
    text: await answer.text(),
    location: answer.headers.get("location") ?? "",
    headers: answer.headers,
  };
}

export const record = {
  title: "避難收容處所",
  "title-en": "Evacuation shelters",
  description: "各縣市避難收容處所",
  "description-en": "Shelters of all counties",
  category: "disaster",
  frequency: "monthly",
  licence: "OGDL-Taiwan-1.0",
  keywords: "避難、收容",
  contact: "02-0000-0000",
  openness: "open",
  article: "",
  reason: "",
};
/** Uploads a file as an officer's browser does; answers where its findings are. */
export async function upload(who: string, set: string, content: string, resource = ""): Promise<Answer> {
  const form = new FormData();
  form.set("resource", resource);
  form.set("title", "收容處所清冊");
  form.set("file", new Blob([content]), "shelters.csv");
  return ask(who, `/data-office/sets/${set}/upload`, form);
}
/** The id of the first file of a set. */
export async function resourceOf(set: string): Promise<string> {
  const shown = JSON.parse((await ask("nobody", `/api/3/action/package_show?id=${set}`)).text) as {
    result: { resources: { id: string }[] };
  };
  return shown.result.resources[0]!.id;
}
