import path from "node:path";
import { componentsIn, wordsIn } from "@troad/design";
import type { Html } from "@troad/html";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import { type PortalApi, portalApi } from "@troad/portal/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CarrierDesk } from "../carriers/desk.ts";
import type { AwardRules } from "../domain/award-rules.ts";
import { writable } from "../domain/characters.ts";
import type { LoveCodes } from "../domain/love-codes.ts";
import type { PrizeDesk } from "../prizes/desk.ts";
import type { WinningLists } from "../prizes/lists.ts";
import { openProofSigner, type ProofSigner } from "../proof/signed-code.ts";

/** Addresses of what pages link to; known once the routes are there. */
export type Assets = { css: string; js: string; icon: string; scanner: string; decoder: string };

type Parts = {
  ctx: ModuleContext;
  desk: CarrierDesk;
  lists: WinningLists;
  prizes: PrizeDesk;
  rules: AwardRules;
  loveCodes: LoveCodes;
};

/** What every page works with. */
export type Pages = Parts & { assets: Assets; portal: PortalApi; signer: ProofSigner };

export const createPages = (parts: Parts): Pages => ({
  ...parts,
  assets: { css: "", js: "", icon: "", scanner: "", decoder: "" },
  portal: parts.ctx.use(portalApi),
  signer: openProofSigner(parts.ctx.folder),
});

export type PageFile = (app: FastifyInstance, pages: Pages) => void;
/** What a page shows; the shell adds the rest. */
export type View = { title: string; content: Html; path?: { href: string; text: string }[]; isError?: boolean; status?: number };

/** The calendar day in Taipei: draws and windows are days there. */
export const todayOf = ({ ctx }: Pick<Pages, "ctx">): string => taipeiDate(ctx.clock.now());
/** Components in the reader's language. */
export const uiOf = (request: FastifyRequest) => componentsIn(wordsIn(request.lang));
export const assetFolder = path.join(import.meta.dirname, "..", "assets");
export const hidden = { schema: { hide: true } };

/** A field of a form that was posted, as text. */
export function posted(request: FastifyRequest, name: string, most = 200): string {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === "string" ? writable(value).slice(0, most).trim() : "";
}
/** A parameter of the address, as text. */
export function asked(request: FastifyRequest, name: string, most = 100): string {
  const value = (request.query as Record<string, unknown>)[name];
  return typeof value === "string" ? writable(value).slice(0, most).trim() : "";
}
