import type { ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import type { PortalPages } from "../pages/parts.ts";

/** What there is for a person's own pages. */
export type MePages = Pick<PortalPages, "site" | "services"> & {
  ctx: Pick<ModuleContext, "sections" | "origin">;
  notify: Pick<NotifyApi, "inbox" | "message" | "markRead" | "unread">;
};
