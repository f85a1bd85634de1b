import type { Person } from "../population.ts";
import type { Property } from "./belongings.ts";

/** Land and a building as the land register knows them, each under a number of its own. */
export type Title = {
  parcel: string;
  location: string;
  area: number;
  /** Declared value, on which the registration fee is reckoned: a fifth of the announced one. */
  declared: number;
  announced: number;
  urban: boolean;
  building: string;
  address: string;
  floor: number;
  assessed: number;
  acquiredOn: string;
};

/** The titles of those who own the place they live in. */
export function titleOf({ nationalId, address }: Person, property: Property[] | null): Title | null {
  const land = property?.find(({ kind }) => kind === "land");
  const house = property?.find(({ kind }) => kind === "house");
  if (!land || !house) return null;
  const serial = nationalId.slice(2, 9);
  return {
    parcel: `LAND-${serial}`,
    location: land.location,
    area: land.area,
    declared: Math.floor(land.value / 5),
    announced: land.value,
    urban: !address.town.endsWith("鄉"),
    building: `BUILD-${serial}`,
    address: house.location,
    floor: house.area,
    assessed: house.value,
    acquiredOn: land.acquiredOn,
  };
}
