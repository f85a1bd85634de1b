import type { ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import type { PortalPages } from "../pages/parts.ts";

/** The dependencies of a person's own pages. */
export type MePages = Pick<PortalPages, "site" | "services"> & {
  ctx: Pick<ModuleContext, "sections" | "origin">;
  notify: Pick<NotifyApi, "inbox" | "message" | "markRead" | "unread">;
};
