import type { Names, ServiceNames, Site } from "@troad/web";
import type { RoadApi } from "../api.ts";

/** The dependencies of the pages; each page takes what it needs. */
export type RoadPages = {
  site: Site;
  names: Names;
  purposeOf: ServiceNames["purposeOf"];
  /** A text that members supplied in several languages, in the reader's. */
  local(texts: Record<string, string>, lang: string): string;
  operations: OperationsOf;
  /** Where access to data is applied for. */
  applyAt: string;
};

/** A method and path of a service, with its description. */
export type Operation = { method: string; path: string; summary: string };
/** The operations of a service, from its OpenAPI description; empty if it has none. */
export type OperationsOf = (provider: string, lang: string) => Promise<Operation[]>;

/** A page that needs only these functions of the road. */
export type Asking<K extends keyof RoadApi> = { road: Pick<RoadApi, K> };
