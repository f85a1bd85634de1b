import type { DataSet } from "@troad/directory";
import type { AgreedSet } from "../store/requests.ts";

type Data = Readonly<Record<string, unknown>>;
/** A datum in the form of Singapore's Myinfo: verified by government (1), confidential (C), or not to be had. */
export type Item = {
  source: "1";
  classification: "C";
  /** Personal Data Protection Act article 6. */
  special: boolean;
  lastupdated: string | null;
} & ({ value: unknown } | { unavailable: true });
export type DeliveredSet = { provider: string; purpose: string; records: Record<string, Item>[] };

/**
 * The fields of a set that the person agreed to and no others. A value is passed on as the register has it, whatever its shape: an address abroad
 * is a text like any other (opengovsg/mockpass#659). What a record does not have is unavailable; a set without record is one record of these.
 */
export function itemsOf(
  set: Pick<DataSet, "provider" | "fields">,
  agreed: Pick<AgreedSet, "fields" | "purpose">,
  { records, asOf }: { records: readonly Data[]; asOf: string | null },
): DeliveredSet {
  const lastupdated = asOf?.slice(0, 10) ?? null;
  const item = (record: Data, name: string): Item => {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    const special = set.fields.some((field) => field.name === name && field.sensitivity === "special");
    const base = { source: "1", classification: "C", special, lastupdated } as const;
    return value === undefined || value === null || value === "" ? { ...base, unavailable: true } : { ...base, value };
  };
  const shown = records.length > 0 ? records : [{}];
  return {
    provider: set.provider,
    purpose: agreed.purpose,
    records: shown.map((record) => Object.fromEntries(agreed.fields.map((name) => [name, item(record, name)]))),
  };
}

export type Claimed = { set: string; field: string; record?: number; value: unknown };

/**
 * Which of the values that someone typed or left as they were are those that were delivered. Each entry is compared for itself, also if two name
 * the same field (opengovsg/FormSG#702).
 */
export function compared(delivered: Readonly<Record<string, DeliveredSet>>, claimed: readonly Claimed[]): boolean[] {
  return claimed.map(({ set, field, record = 0, value }) => {
    const records = Object.hasOwn(delivered, set) ? delivered[set]!.records : [];
    const own = records[record];
    const item = own && Object.hasOwn(own, field) ? own[field] : undefined;
    return item !== undefined && "value" in item && same(item.value, value);
  });
}

/** Equal as JSON, whatever the order of members. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), b as Record<string, unknown>];
  return (
    left.length === Object.keys(right).length &&
    left.every(([key, value]) => Object.hasOwn(right, key) && same(value, right[key]))
  );
}
