import path from "node:path";
import type { Clock } from "../clock.ts";
import type { Database } from "../db/database.ts";
import type { Log } from "../logging/log.ts";
import type { ModuleManifest } from "../module.ts";
import { leaveSecrets, recordSecrets, type SecretPlace, verifySecrets } from "../secrets/ledger.ts";
import { onSecretMade } from "../secrets/recorded.ts";
import type { Schemas } from "./schemas.ts";

type Options = { here: ModuleManifest[]; agencies: string[]; schemas: Schemas; dataDir: string; clock: Clock; log: Log };
type Place = Omit<SecretPlace, "recorded"> & { db: Database };
export type Secrets = { record(): Promise<void>; close(): Promise<void> };

/** Refuses to start without the secrets that the data needs; afterwards records new ones. */
export async function openSecrets({ here, agencies, schemas, dataDir, clock, log }: Options): Promise<Secrets> {
  const recorded = await schemas.overview.secrets();
  const places = here
    .flatMap((module) => placesOf(module, agencies, schemas, dataDir))
    .map((place) => ({
      ...place,
      recorded: recorded.get(place.db.schema) ?? [],
    }));
  verifySecrets(places);
  let recording: Promise<void> = Promise.resolve();
  const record = (): Promise<void> => {
    recording = recording.catch(() => undefined).then(() => recordSecrets(places, clock));
    return recording;
  };
  let started = false;
  const leave = onSecretMade(() => {
    if (started)
      void record().catch((error: unknown) => log.error({ err: error }, "the fingerprint of a new secret was not recorded"));
  });
  return {
    record: async () => {
      await record();
      started = true;
    },
    close: async () => {
      leave();
      await recording.catch(() => undefined);
      leaveSecrets(places);
    },
  };
}

/** An agency's secrets stay with its data: the agency may run elsewhere tomorrow, with its folder and its database. */
function placesOf(module: ModuleManifest, agencies: string[], schemas: Schemas, dataDir: string): Place[] {
  const folder = path.join(dataDir, module.name);
  const apart = agencies.filter((agency) => module.agencyScoped && schemas.hasAgency(module.name, agency));
  const isOf = (agency: string, name: string): boolean => name.split("/").includes(agency) || name === `gateway-${agency}.secret`;
  return [
    { folder, db: schemas.of(module.name), holds: (name) => !apart.some((agency) => isOf(agency, name)) },
    ...apart.map((agency) => ({
      folder,
      db: schemas.ofAgency(module.name, agency),
      holds: (name: string) => isOf(agency, name),
    })),
  ];
}
