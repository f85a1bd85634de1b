import type { EidApi } from "@troad/eid/api";
import type { ModuleContext } from "@troad/kernel";
import type { Names, RoleDefinition, ServiceNames, Site } from "@troad/web";
import type { Session } from "../auth/sessions.ts";

/** What there is for a page; each takes what it needs of it. */
export type PortalPages = {
  ctx: Pick<ModuleContext, "demo" | "origin" | "pages" | "texts">;
  site: Site<Session>;
  names: Names;
  services: ServiceNames;
  roles: readonly RoleDefinition[];
  eid: EidApi;
};
