/**
 * Services against what is known of them from outside: each item of the oracle is mapped to what the definition has, or excused in one line.
 * A definition from which a mapped step or source was taken is told apart.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Suite, SuiteResult } from "../kit.ts";
import { compare, type ServiceMap, targetsOf } from "./compare.ts";
import { type Definition, definitionOf, without } from "./definition.ts";
import { itemsOf, type OracleEntry, registerNames } from "./oracle.ts";
import { registersFault, tabled } from "./registers.ts";

/** The same folder holds maps for `run.ts` and, in `own/`, for what runs everywhere. */
export function mapOf(folder: string, id: string): ServiceMap | undefined {
  const file = join(folder, "maps", `${id}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ServiceMap) : undefined;
}

/** Definitions from which one thing was taken that the map names: of each kind, the first. */
function altered({ map }: ServiceMap, definition: Definition): Definition[] {
  const bent = new Map<string, Definition>();
  for (const target of Object.values(map).flatMap(targetsOf)) {
    const kind = target.split(" ")[0]!;
    const one = bent.has(kind) ? undefined : without(definition, target);
    if (one) bent.set(kind, one);
  }
  return [...bent.values()];
}

/** Compares every entry of an oracle that has a map in a folder, or a service of its own name. */
export async function judge(entries: readonly OracleEntry[], folder: string): Promise<SuiteResult> {
  const passed: string[] = [];
  const failed: { id: string; why: string }[] = [];
  const counts = { mapped: 0, excused: 0, missing: 0 };
  const known = readdirSync(join(folder, "maps")).map((file) => file.replace(/\.json$/, ""));
  for (const id of known)
    if (!entries.some((entry) => entry.id === id)) failed.push({ id: `missing: ${id}`, why: "the oracle has no such service" });
  for (const entry of entries) {
    const map = mapOf(folder, entry.id);
    const definition = await definitionOf(map?.service ?? entry.id, map?.also);
    if (!map) {
      if (definition) failed.push({ id: `notYet: ${entry.id}`, why: "no map of it is written" });
      continue;
    }
    if (!definition) {
      failed.push({ id: `missing: ${entry.id}`, why: `there is no service ${map.service}` });
      continue;
    }
    const items = itemsOf(entry);
    const { mapped, excused, missing } = compare(items, map, definition);
    passed.push(...mapped.map((item) => `mapped: ${entry.id} ${item}`), ...excused.map((item) => `excused: ${entry.id} ${item}`));
    failed.push(...missing.map(({ item, why }) => ({ id: `missing: ${entry.id} ${item}`, why })));
    counts.mapped += mapped.length;
    counts.excused += excused.length;
    counts.missing += missing.length;
    const bent = altered(map, definition);
    if (bent.length > 0 && bent.every((one) => compare(items, map, one).missing.length > missing.length))
      passed.push(`altered definition: ${entry.id}`);
    else failed.push({ id: `altered definition: ${entry.id}`, why: "accepted" });
  }
  console.log(`mapped ${counts.mapped}, excused ${counts.excused}, missing ${counts.missing}`);
  return { passed, failed };
}

const suite: Suite = async ({ reference }) => {
  const file = join(reference, "..", "facts", "services", "services.json");
  const entries = JSON.parse(readFileSync(file, "utf8")) as OracleEntry[];
  const { passed, failed } = await judge(entries, import.meta.dirname);
  const names = registerNames(entries);
  const registers = [
    ...names.map((name) => ({ id: `register: ${name}`, why: registersFault(name) })),
    ...tabled
      .filter((name) => !names.includes(name))
      .map((name) => ({ id: `register: ${name}`, why: "the oracle does not name it" })),
  ];
  return {
    passed: [...passed, ...registers.flatMap(({ id, why }) => (why === undefined ? [id] : []))],
    failed: [...failed, ...registers.flatMap(({ id, why }) => (why === undefined ? [] : [{ id, why }]))],
  };
};
export default suite;
