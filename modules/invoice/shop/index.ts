import type { ModuleContext } from "@troad/kernel";
import { createSite, type Site } from "@troad/web";
import type { FastifyInstance } from "fastify";
import { booksPath } from "../books/parts.ts";
import { blankPages } from "./blank-page.ts";
import { boardPages } from "./board-page.ts";
import { shopHomePages } from "./home-page.ts";
import { shopInvoicePages } from "./invoices-page.ts";
import { issuePages } from "./issue-page.ts";
import { keyPages } from "./keys-page.ts";
import { listPages } from "./lists-page.ts";
import { type ShopPageFile, type ShopPages, shopPath } from "./parts.ts";
import { peoplePages } from "./people-page.ts";
import { uploadPages } from "./upload-page.ts";

const all: readonly ShopPageFile[] = [
  ...[shopHomePages, boardPages, issuePages, uploadPages, shopInvoicePages],
  ...[blankPages, keyPages, peoplePages, listPages],
];

/** The part of the site where shops and those who keep books are, and where people see who looked at their invoices: that of the portal. */
export const shopSite = (ctx: ModuleContext): Site =>
  createSite({
    ...{ ctx, title: "web.name", section: "portal", home: "portal:/", footer: "web.footer" },
    ...{
      trail: [{ href: "portal:/", text: "web.home" }],
      assets: { base: "/assets" },
      paths: [shopPath, booksPath, "/invoice/looks"],
    },
  });

/** The pages of shops. */
export function shopPages(app: FastifyInstance, pages: ShopPages): void {
  for (const register of all) register(app, pages);
}
