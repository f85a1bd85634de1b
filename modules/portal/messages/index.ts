import type { FastifyInstance } from "fastify";
import { confirmPages } from "./confirm.ts";
import { noticePages } from "./notices.ts";
import { demoSentPage, operatorPages } from "./operator.ts";
import type { MessageParts } from "./parts.ts";
import { reachPage } from "./reach.ts";
import { topicsPage } from "./topics.ts";

/** How people are reached, and what officers do with what reached nobody. Kept by notify, which cannot ask for sessions (ADR 107). */
export function channelPages(app: FastifyInstance, parts: MessageParts): void {
  reachPage(app, parts);
  confirmPages(app, parts);
  topicsPage(app, parts);
  noticePages(app, parts);
  operatorPages(app, parts);
  if (parts.ctx.demo) demoSentPage(app, parts);
}
