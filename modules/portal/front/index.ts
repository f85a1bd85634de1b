import type { Html } from "@troad/html";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { agencyPages } from "./agencies.ts";
import type { Front } from "./front.ts";
import { homePage } from "./home.ts";
import { lifeEventPages } from "./life-events.ts";
import { robotsFiles } from "./robots.ts";
import { searchPage } from "./search.ts";
import { servicePage } from "./service.ts";
import { servicesPage } from "./services.ts";
import { statementPages } from "./statements.ts";
import { statusPage } from "./status.ts";

type Parts = Front & {
  /** What a service's flow adds to its page. */
  flowNote(request: FastifyRequest, service: string): Html | undefined;
  /** Called for each search that found nothing. */
  missed(query: string, lang: string): Promise<void>;
};

/** The public pages: everything that people see before they sign in. */
export function frontPages(app: FastifyInstance, front: Parts): void {
  const { flowNote, missed } = front;
  const pages = [homePage, servicesPage, servicePage(flowNote), lifeEventPages, agencyPages, searchPage(missed)];
  for (const register of [...pages, statementPages, statusPage, robotsFiles]) register(app, front);
}
