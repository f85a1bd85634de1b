import { placesOf } from "@troad/web";
import type { FastifyInstance } from "fastify";
import { giveForm } from "./give.ts";
import { postList } from "./list.ts";
import type { PostPages } from "./parts.ts";
import { postPage } from "./post.ts";

/** Posts of an agency's officers: who holds them, giving one and ending one. They are kept by people, which cannot ask for sessions (ADR 107). */
export function postPages(app: FastifyInstance, parts: PostPages): void {
  const all = { ...parts, places: placesOf(parts.ctx) };
  postList(app, all);
  giveForm(app, all);
  postPage(app, all);
}
