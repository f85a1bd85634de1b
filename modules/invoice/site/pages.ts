import fs from "node:fs";
import path from "node:path";
import type { ModuleContext } from "@troad/kernel";
import { createSite, type Site } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { carrierHandles, type HandleOf } from "../carriers/handles.ts";
import type { Holders } from "../carriers/holders.ts";
import type { Holdings } from "../carriers/holdings.ts";
import type { CarrierService } from "../carriers/service.ts";
import type { Donations } from "../donations/donate.ts";
import type { LoveCodes } from "../donations/love-codes.ts";
import { halfWidth, writable } from "../intake/characters.ts";
import type { InvoiceLookup } from "../invoices/lookup.ts";
import type { AwardRules } from "../prizes/award-rules.ts";
import type { WinningLists } from "../prizes/lists.ts";
import type { PrizeService } from "../prizes/service.ts";
import { openProofSigner, type ProofSigner } from "../proof/signed-code.ts";

/** Addresses that pages link to; known once the routes are registered. */
export type Assets = { scanner: string; decoder: string; barcode: string };

type Parts = {
  ctx: ModuleContext;
  carrierService: CarrierService;
  holders: Holders;
  holdings: Holdings;
  lookup: InvoiceLookup;
  donations: Donations;
  lists: WinningLists;
  prizes: PrizeService;
  rules: AwardRules;
  loveCodes: LoveCodes;
};

/** The dependencies of every page. */
export type Pages = Parts & { assets: Assets; site: Site; signer: ProofSigner; handleOf: HandleOf };

const siteOf = (ctx: ModuleContext): Site =>
  createSite({
    ctx,
    title: "invoice.name",
    section: "invoice",
    home: "/invoice",
    trail: [{ href: "/invoice", text: "invoice.name" }],
    footer: "invoice.footer",
    demoNote: "invoice.demo.note",
    assets: { base: "/invoice/assets", style: fs.readFileSync(path.join(assetFolder, "invoice.css"), "utf8") },
    formerLanguage: "/invoice/language",
  });

export const createPages = (parts: Parts): Pages => ({
  ...parts,
  assets: { scanner: "", decoder: "", barcode: "" },
  handleOf: carrierHandles(parts.ctx.folder),
  site: siteOf(parts.ctx),
  signer: openProofSigner(parts.ctx.folder),
});

export type PageFile = (app: FastifyInstance, pages: Pages) => void;
export const assetFolder = path.join(import.meta.dirname, "..", "assets");

/** A field of a posted form, as text. */
export function posted(request: FastifyRequest, name: string, most = 200): string {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === "string" ? writable(value).slice(0, most).trim() : "";
}
/** A posted number or code; full-width characters are accepted too. */
export const postedCode = (request: FastifyRequest, name: string, most = 200): string =>
  halfWidth(posted(request, name, most)).trim();
/** A parameter of the address, as text. */
export function asked(request: FastifyRequest, name: string, most = 100): string {
  const value = (request.query as Record<string, unknown>)[name];
  return typeof value === "string" ? writable(value).slice(0, most).trim() : "";
}
