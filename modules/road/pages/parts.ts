import type { Names, ServiceNames, Site } from "@troad/web";
import type { RoadApi } from "../api.ts";

/** What there is for a page; each takes what it needs of it. */
export type RoadPages = {
  site: Site;
  names: Names;
  purposeOf: ServiceNames["purposeOf"];
  /** A text that members gave in several languages, in the reader's. */
  local(texts: Record<string, string>, lang: string): string;
  operations: OperationsOf;
};

/** A method and path of a service, and what it does. */
export type Operation = { method: string; path: string; summary: string };
/** The operations of a service, as its OpenAPI description names them; none where it has none. */
export type OperationsOf = (provider: string, lang: string) => Promise<Operation[]>;

/** A page of the road that asks no more of it than these functions. */
export type Asking<K extends keyof RoadApi> = { road: Pick<RoadApi, K> };
