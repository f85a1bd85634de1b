import type { ModuleContext } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import type { FastifyInstance } from "fastify";
import type { PortalPages } from "../pages/parts.ts";
import { homePage } from "./home.ts";
import { messagePages } from "./messages.ts";
import type { MePages } from "./parts.ts";

/** The pages of a signed-in person: tasks, sections and messages. */
export function mePages(app: FastifyInstance, ctx: ModuleContext, parts: Pick<PortalPages, "site" | "services">): void {
  const all: MePages = { ...parts, ctx, notify: ctx.use(notifyApi) };
  homePage(app, all);
  messagePages(app, all);
}
