import path from "node:path";
import { componentsIn, wordsIn } from "@troad/design";
import type { Html } from "@troad/html";
import { installationSecret, type ModuleContext, taipeiDate } from "@troad/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** Addresses of what pages link to; known once the routes are there. */
export type Assets = { css: string; js: string; icon: string; book: string; worker: string };

/** What every page works with. */
export type Tax = { ctx: ModuleContext; assets: Assets /** What slips are sealed with. */; secret(): string };

export function createTax(ctx: ModuleContext): Tax {
  let secret: string | undefined;
  return {
    ctx,
    assets: { css: "", js: "", icon: "", book: "", worker: "" },
    secret: () => {
      secret ??= installationSecret(ctx.folder, "slip");
      return secret;
    },
  };
}

export type PageFile = (app: FastifyInstance, tax: Tax) => void;
/** What a page shows; the shell adds the rest. */
export type View = { title: string; content: Html; path?: { href: string; text: string }[]; isError?: boolean; status?: number };

/** The calendar day in Taipei: deadlines are days there. */
export const todayOf = ({ ctx }: Tax): string => taipeiDate(ctx.clock.now());
/** Components in the reader's language. */
export const uiOf = (request: FastifyRequest) => componentsIn(wordsIn(request.lang));
export const assetFolder = path.join(import.meta.dirname, "assets");
