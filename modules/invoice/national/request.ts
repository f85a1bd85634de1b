import { createHash } from "node:crypto";
import { isDay, isSignature } from "@troad/invoice-formats";
import { isDatabaseUnavailable, type ModuleContext } from "@troad/kernel";
import { isWritable } from "../intake/characters.ts";
import { type App, blockedUuids, findApp, useSignature } from "./apps-store.ts";
import { refuse } from "./refusal.ts";

/** Parameters of a call, from body or address, as text. */
export type Parameters = Readonly<Record<string, string>>;

/** Values in which a space was a plus: many clients do not encode what they send, and Base64 and barcodes contain pluses. */
const withPlus = new Set(["signature", "cardNo", "barCode", "barcode", "encrypt", "cardEncrypt", "verifyCode"]);
const maxValue = 500;
const maxParameters = 40;

/** Reads the parameters; the body takes precedence over the address. Lists and long values are refused. */
export function parametersOf(query: unknown, body: unknown): Parameters {
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  let count = 0;
  for (const source of [query, body]) {
    if (typeof source !== "object" || source === null || Buffer.isBuffer(source)) continue;
    for (const name in source) {
      const value = (source as Record<string, unknown>)[name];
      if (typeof value !== "string" || value.length > maxValue || ++count > maxParameters || !isWritable(value)) refuse(903);
      found[name] = value.includes(" ") && withPlus.has(name) ? value.replaceAll(" ", "+") : value;
    }
  }
  return found;
}

/** A required parameter, in a given format. */
export function need(parameters: Parameters, name: string, form?: RegExp): string {
  const value = parameters[name];
  if (value === undefined || value === "" || (form && !form.test(value))) refuse(903);
  return value;
}

/** A day yyyy/MM/dd as YYYY-MM-DD. */
export function needDay(parameters: Parameters, name: string): string {
  const day = need(parameters, name, /^\d{4}\/\d{2}\/\d{2}$/).replaceAll("/", "-");
  if (!isDay(day)) refuse(903);
  return day;
}

/** How long applications and blocked devices are cached: an application may call for this long after its end. */
const rememberMs = 5_000;

export type Callers = {
  /** The calling application, if it is permitted; `uuid` is the device. */
  of(id: string | undefined, uuid: string): Promise<App>;
  /** Refuses an unknown application before its call takes a slot. While the database is down, the call itself finds out. */
  greet(parameters: Parameters): Promise<void>;
};

export function openCallers(ctx: Pick<ModuleContext, "db">): Callers {
  const apps = new Map<string, { app: App; until: number }>();
  let blocked = { uuids: new Set<string>(), until: 0 };

  async function appOf(id: string): Promise<App> {
    const known = apps.get(id);
    if (known && known.until > Date.now()) return known.app;
    const app = (await findApp(ctx.db, id)) ?? refuse(998);
    if (apps.size > 10_000) apps.clear();
    apps.set(id, { app, until: Date.now() + rememberMs });
    return app;
  }
  return {
    greet: async ({ appID, appId = appID }) => {
      if (!appId || (apps.get(appId)?.until ?? 0) > Date.now()) return;
      await appOf(appId).catch((error: unknown) => {
        if (!isDatabaseUnavailable(error)) throw error;
      });
    },
    of: async (id, uuid) => {
      const app = id ? await appOf(id) : refuse(998);
      if (blocked.until < Date.now())
        blocked = { uuids: new Set((await blockedUuids(ctx.db)).map((row) => row.uuid)), until: Date.now() + rememberMs };
      if (blocked.uuids.has(uuid)) refuse(997);
      return app;
    },
  };
}

/** How far a client's clock may be off, in addition to the 10 to 180 seconds that the specification makes it add. */
const lateSeconds = 300;
const earlySeconds = 180 + 300;

/** Checks that the time stamp of a call is current, and that it has not expired. */
export function timely(ctx: ModuleContext, parameters: Parameters): void {
  const now = Math.floor(ctx.clock.now().getTime() / 1000);
  const stamp = Number(need(parameters, "timeStamp", /^\d{9,11}$/));
  if (stamp < now - lateSeconds || stamp > now + earlySeconds) refuse(951);
  const end = parameters.expTimeStamp;
  if (end !== undefined && (!/^\d{9,11}$/.test(end) || Number(end) < now)) refuse(952);
}

/**
 * A signed call: the signature covers what was received. A call that changes something is accepted once. A query may be repeated within two
 * seconds: programs that start with serial 1 each time send the same query twice in the same second, and a repeat reveals nothing new.
 */
export async function signed(ctx: ModuleContext, app: App, parameters: Parameters, changes: boolean): Promise<void> {
  const { signature, ...rest } = parameters;
  if (!signature || !isSignature(rest, app.key, signature)) refuse(954);
  const digest = createHash("sha256").update(`${app.id}\n${signature}`).digest("hex");
  const now = ctx.clock.now();
  const before = await useSignature(ctx.db, digest, now.toISOString());
  if (before !== undefined && (changes || now.getTime() - Date.parse(before) > repeatMs)) refuse(954);
}
const repeatMs = 2_000;
/** How long a used signature is remembered: longer than its time stamp is valid. */
export const signatureSeconds = lateSeconds + earlySeconds + 60;
