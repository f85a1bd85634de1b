import type { Data, Ref } from "@troad/entry";
import type { View } from "./register.ts";

/** Reads records as they were at one moment; undefined for those that were not there. */
export type ReadRecords = (refs: readonly Ref[]) => Promise<readonly (Data | undefined)[]>;

/**
 * What a view shows of a key, or undefined. Only the registers that the wanted fields come from are read: the record itself, then those it is joined
 * to, then the records that entries of a list name.
 */
export async function viewOf(view: View, key: string, wanted: readonly string[], read: ReadRecords): Promise<Data | undefined> {
  const [base] = await read([{ register: view.record, key }]);
  if (!base) return undefined;
  const sources = Object.entries(view.fields).filter(([name]) => wanted.includes(name));
  const names = [...new Set(sources.map(([, source]) => (typeof source === "string" ? source : source.each).split(".")[0]!))];
  const joins = names.flatMap((name) => {
    const { register, by } = view.join[name]!;
    const joined = base[by];
    return typeof joined === "string" ? [{ name, ref: { register, key: joined } }] : [];
  });
  const got = joins.length === 0 ? [] : await read(joins.map(({ ref }) => ref));
  const joined = new Map(joins.map(({ name }, at) => [name, got[at]]));
  const shown: Data = { ...base };
  for (const [name, source] of sources) {
    const [from = "", field = ""] = (typeof source === "string" ? source : source.each).split(".");
    const value = joined.get(from)?.[field] ?? null;
    shown[name] = typeof source === "string" || !Array.isArray(value) ? value : await listOf(source, value as Data[], read);
  }
  return shown;
}

type ListSource = Exclude<View["fields"][string], string>;

async function listOf({ record, by, fields }: ListSource, entries: readonly Data[], read: ReadRecords): Promise<Data[]> {
  const got = await read(entries.map((entry) => ({ register: record, key: String(entry[by]) })));
  return entries.map((each, at) => {
    const scopes: Record<string, Data | undefined> = { each, record: got[at] };
    return Object.fromEntries(
      Object.entries(fields).map(([name, source]) => {
        const [from = "", field = ""] = source.split(".");
        return [name, scopes[from]?.[field] ?? null];
      }),
    );
  });
}
