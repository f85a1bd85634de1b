/** A small oracle of our own, and what a map must not get away with; then every map's targets against the definitions, with no oracle at all. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Suite } from "../../kit.ts";
import { compare, type ServiceMap, targetsOf } from "../compare.ts";
import { definitionOf, holds } from "../definition.ts";
import { itemsOf, type OracleEntry } from "../oracle.ts";
import { registersFault, tabled } from "../registers.ts";
import { judge, mapOf } from "../run.ts";

const suite: Suite = async ({ reference }) => {
  const [entry] = JSON.parse(readFileSync(join(reference, "oracle.json"), "utf8")) as [OracleEntry];
  const { passed, failed } = await judge([entry], reference);
  const result = { passed: [...passed], failed: [...failed] };
  const tell = (id: string, why: string | undefined): void =>
    void (why === undefined ? result.passed.push(id) : result.failed.push({ id, why }));
  const map = mapOf(reference, entry.id)!;
  const definition = (await definitionOf(map.service))!;
  const isToldApart = (name: string, items: readonly string[], bent: ServiceMap): void =>
    tell(`altered ${name}`, compare(items, bent, definition).missing.length > 0 ? undefined : "accepted");
  const items = itemsOf(entry);
  isToldApart("oracle: a step has another text", itemsOf({ ...entry, steps: ["the card is destroyed"] }), map);
  isToldApart("map: nothing is mapped", items, { ...map, map: {} });
  isToldApart("map: an empty excuse", items, { ...map, map: {}, excused: Object.fromEntries(items.map((item) => [item, " "])) });
  isToldApart("map: mapped and excused", items, { ...map, excused: { [items[0]!]: "also excused" } });
  isToldApart("map: a step that is not there", items, { ...map, map: { ...map.map, [items[0]!]: "step no-such-step" } });
  isToldApart("map: a kind that is not there", items, { ...map, map: { ...map.map, [items[0]!]: "nothing enter-loss" } });
  for (const file of readdirSync(join(reference, "..", "maps"))) {
    const id = file.replace(/\.json$/, "");
    const { service, also, map: targets } = mapOf(join(reference, ".."), id)!;
    const found = await definitionOf(service, also);
    const absent =
      found &&
      Object.values(targets)
        .flatMap(targetsOf)
        .find((target) => !holds(found, target));
    tell(`targets: ${id}`, found ? absent && `${service} has no ${absent}` : `there is no service ${service}`);
  }
  for (const name of tabled) tell(`registers: ${name}`, registersFault(name));
  tell("altered registers: a name without a row", registersFault("no such register") ? undefined : "accepted");
  return result;
};
export default suite;
