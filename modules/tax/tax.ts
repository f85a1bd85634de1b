import fs from "node:fs";
import path from "node:path";
import { type Ask, AskUnavailable } from "@troad/ask";
import { ConfigurationError, installationSecret, type ModuleContext } from "@troad/kernel";
import { createSite, type Kept, keptAnswers, type Site } from "@troad/web";
import type { FastifyInstance } from "fastify";
import Type from "typebox";
import { openTaxAsk } from "./ask/open.ts";
import { statutesIn } from "./ask/statutes.ts";
import { fail } from "./domain/failures.ts";

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
  /** What answers questions; made at the first one. Fails with tax.ask-unavailable where the guides cannot be read. */
  ask(): Ask;
  /** Households on which reforms are worked out. */
  reformHouseholds: number;
  /** Services of bureaus that answer what the guides do not. */
  bureau: readonly string[];
};

const bureauSchema = Type.Object({ service: Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" }) });

export function createTax(ctx: ModuleContext, reformHouseholds: number): Tax {
  let secret: string | undefined;
  let asking: Ask | undefined;
  return {
    ctx,
    reformHouseholds,
    bureau: ctx.content.read("search", "bureau.json", bureauSchema).map(({ value }) => value.service),
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
    ask: () => {
      asking ??= openOrFail(ctx);
      return asking;
    },
  };
}

function openOrFail({ content, folder, log }: ModuleContext): Ask {
  try {
    return openTaxAsk(content, statutesIn(path.join(folder, "law-texts")));
  } catch (error) {
    if (!(error instanceof AskUnavailable) && !(error instanceof ConfigurationError)) throw error;
    log.error({ err: error }, "questions about taxes cannot be answered");
    throw fail("tax.ask-unavailable", {}, error.message);
  }
}

export type PageFile = (app: FastifyInstance, tax: Tax) => void;
export const assetFolder = path.join(import.meta.dirname, "assets");
