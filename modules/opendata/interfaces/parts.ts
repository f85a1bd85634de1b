import type { FastifyReply } from "fastify";
import type { Catalogue, DataSet } from "../catalogue.ts";
import type { Directory } from "../described.ts";
import type { Standards } from "../domain/standards.ts";
import type { Files } from "../files.ts";
import type { Keys } from "../keys.ts";
import type { Publishing, ResourceRow } from "../publishing.ts";
import type { Tables } from "../tables.ts";

export type InterfaceParts = {
  catalogue: Catalogue;
  publishing: Publishing;
  tables: Tables;
  files: Files;
  keys: Keys;
  /** The public origin of these pages. */
  origin: string;
  agencyName: (lang: string, id: string) => string;
  directory: Directory;
  agencies: readonly string[];
  standards: Standards;
};
export type FullSet = DataSet & { resources: ResourceRow[] };

/** Sets with their files, in two queries however many there are. */
export async function withFiles(
  { publishing }: Pick<InterfaceParts, "publishing">,
  sets: readonly DataSet[],
): Promise<FullSet[]> {
  const files = Map.groupBy(await publishing.resources(sets), ({ set }) => set);
  // files of a set that is not open are given out on application alone
  return sets.map((set) => ({ ...set, resources: set.record.openness === "open" ? (files.get(set.id) ?? []) : [] }));
}

export const dataOnly = { config: { dataOnly: true }, schema: { hide: true } } as const;
export const programs = { config: { dataOnly: true, nestedBody: true }, schema: { hide: true } } as const;

/** Read by programs of other sites too. */
export const openly = (reply: FastifyReply): FastifyReply =>
  reply.header("access-control-allow-origin", "*").header("cache-control", "public, max-age=60");

export const fileUrl = (origin: string, set: string, resource: string, form: string): string =>
  `${origin}/data/${set}/${resource}/file.${form}`;
