import fs from "node:fs";
import path from "node:path";
import { installationSecret, type ModuleContext } from "@troad/kernel";
import { createSite, type Kept, keptAnswers, type Site } from "@troad/web";
import type { FastifyInstance } from "fastify";

/** Addresses of what pages link to; known once the routes are there. */
export type Assets = { book: string; worker: string };

/** What every page works with. */
export type Tax = {
  ctx: ModuleContext;
  site: Site;
  assets: Assets;
  /** What was typed on a page with faults, in the browser that sent it. */
  kept: Kept;
  /** What slips are sealed with. */
  secret(): string;
};

export function createTax(ctx: ModuleContext): Tax {
  let secret: string | undefined;
  return {
    ctx,
    assets: { book: "", worker: "" },
    kept: keptAnswers(ctx),
    site: createSite({
      ctx,
      title: "tax.name",
      section: "tax",
      home: "/tax",
      trail: [
        { href: "portal:/", text: "web.home" },
        { href: "/tax", text: "tax.home.title" },
      ],
      footer: "tax.footer",
      demoNote: "tax.demo.note",
      assets: { base: "/tax/assets", style: fs.readFileSync(path.join(assetFolder, "tax.css"), "utf8") },
      formerLanguage: "/tax/language",
    }),
    secret: () => {
      secret ??= installationSecret(ctx.folder, "slip");
      return secret;
    },
  };
}

export type PageFile = (app: FastifyInstance, tax: Tax) => void;
export const assetFolder = path.join(import.meta.dirname, "assets");
