import type { Database } from "@troad/kernel";
import type { PopulationRequest } from "@troad/population";
import type { Register } from "./register.ts";

/** `done` follows once the register's transaction is on disk. */
export type SeedProgress = { register: string; agency: string; people: number; records: number; done: boolean };

export type SeedRequest = {
  registers: Register[];
  agencyDb(agency: string): Database;
  population: PopulationRequest;
  /** The instant at which the records count as recorded. */
  at: string;
};
