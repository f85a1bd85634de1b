import type { FastifyInstance } from "fastify";
import { calendarPages } from "./calendar.ts";
import { collectedPages } from "./collected.ts";
import { homePages } from "./home.ts";
import { officePages } from "./office.ts";
import type { PassbookPages } from "./parts.ts";
import { refundPages } from "./refunds.ts";
import { taxPages } from "./tax.ts";
import { taxesPages } from "./taxes.ts";

/** All pages of the passbook and of officers who correct. */
export function passbookPages(app: FastifyInstance, pages: PassbookPages): void {
  pages.site.register(app);
  pages.work.register(app);
  for (const register of [homePages, taxesPages, calendarPages, taxPages, officePages, collectedPages, refundPages])
    register(app, pages);
}
