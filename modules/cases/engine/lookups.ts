import { hash } from "node:crypto";
import type { NameRegister } from "@troad/directory";
import type { Clock } from "@troad/kernel";
import type { RoadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import { exchangeIdOf } from "../domain/collect.ts";
import type { LoadedService } from "../domain/services.ts";

/** Whose name is asked for: by whom, in which case of which service. */
export type LookupQuestion = {
  service: LoadedService;
  folder: string;
  subject: string;
  type: "person" | "business";
  number: string;
};
/** Gives the name for a number; null where the register knows none, undefined where it cannot be asked. */
export type NameRegisters = (question: LookupQuestion) => Promise<string | null | undefined>;

/** What one person may look up in an hour: enough for a form with many people, too little to go through numbers. */
export const lookupsAnHour = 40;
const hourMs = 3_600_000;
/** A name that is confirmed soon after it was shown is not asked for again. */
const confirmMs = 600_000;
const mostRemembered = 10_000;

type Parts = { clock: Clock; road: Pick<RoadApi, "consumerUrl">; registers: readonly NameRegister[]; instance: string };

/**
 * Names from registers over the road, by the agency of the service and its access right: by law, so that each is an exchange which the person
 * looked up sees. Only the name is asked for, and no one asks for more than a few an hour.
 */
export function openLookups({ clock, road, registers, instance }: Parts): NameRegisters {
  const asked = new Map<string, number[]>();
  const names = new Map<string, { name: string | null; at: number }>();
  /** Whether the person may ask once more; counts it. */
  const takes = (subject: string, now: number): boolean => {
    const recent = (asked.get(subject) ?? []).filter((at) => at > now - hourMs);
    asked.delete(subject);
    asked.set(subject, recent.length < lookupsAnHour ? [...recent, now] : recent);
    forgetOldest(asked);
    return recent.length < lookupsAnHour;
  };
  return async ({ service, folder, subject, type, number }) => {
    const register = registers.find(({ kind }) => kind === type);
    if (!register) return undefined;
    const now = clock.now().getTime();
    const key = hash("sha256", JSON.stringify([folder, subject, type, number]), "hex");
    const known = names.get(key);
    if (known && known.at > now - confirmMs) return known.name;
    if (!takes(subject, now)) return undefined;
    const attempt = Math.floor(now / confirmMs);
    const exchangeId = exchangeIdOf(instance, { caseId: folder, source: `lookup ${type} ${number}`, consent: "law", attempt });
    const reply = await askRegister(await road.consumerUrl(service.member), {
      target: `/r1/${instance}/${register.provider}/find`,
      ...{ client: service.consumer, exchangeId, consent: null, issue: folder },
      body: { ...(type === "person" ? { nationalId: number } : { key: number }), fields: [register.name] },
    });
    const name = reply.ok ? nameIn(reply.answer, register.name) : undefined;
    if (name === undefined) return undefined;
    names.delete(key);
    names.set(key, { name, at: now });
    forgetOldest(names);
    return name;
  };
}

/** What a register says: the name, that there is no record, or nothing that could be understood. */
export function nameIn({ found, record }: Record<string, unknown>, field: string): string | null | undefined {
  if (found === false) return null;
  const name = typeof record === "object" && record !== null ? (record as Record<string, unknown>)[field] : undefined;
  return found === true && typeof name === "string" && name !== "" ? name : undefined;
}

function forgetOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > mostRemembered && oldest !== undefined) map.delete(oldest);
}
