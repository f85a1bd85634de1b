import type { FastifyInstance } from "fastify";
import { carrierPages } from "./carriers.ts";
import { checkPages } from "./check.ts";
import { claimPages } from "./claim.ts";
import { donatePages } from "./donate.ts";
import { homePages } from "./home.ts";
import { joinPages } from "./join.ts";
import { minePages } from "./mine.ts";
import { onePages } from "./one.ts";
import { createPages, type PageFile } from "./pages.ts";
import { proofPages } from "./proof.ts";
import { serveScripts } from "./scripts.ts";
import { spendingPages } from "./spending.ts";
import { winningPages } from "./winnings.ts";

const all: PageFile[] = [
  homePages,
  minePages,
  onePages,
  donatePages,
  claimPages,
  winningPages,
  spendingPages,
  carrierPages,
  joinPages,
  checkPages,
  proofPages,
];

/** Every page of the module; a new one is a file and a line here. */
export function invoicePages(app: FastifyInstance, parts: Parameters<typeof createPages>[0]): void {
  const pages = createPages(parts);
  pages.site.register(app);
  serveScripts(app, pages);
  for (const register of all) register(app, pages);
}
