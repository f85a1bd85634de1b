import type { EidApi } from "@troad/eid/api";
import type { ModuleContext } from "@troad/kernel";
import type { Names, RoleDefinition, ServiceNames, Site } from "@troad/web";
import type { Session } from "../auth/sessions.ts";

/** The dependencies of the pages; each page takes what it needs. */
export type PortalPages = {
  ctx: Pick<ModuleContext, "demo" | "origin" | "pages" | "texts">;
  site: Site<Session>;
  names: Names;
  services: ServiceNames;
  roles: readonly RoleDefinition[];
  eid: EidApi;
};
