import type { FastifyInstance } from "fastify";
import { confirmForm } from "./confirm.ts";
import { confirmedList } from "./confirmed.ts";
import { giveForm } from "./give.ts";
import { ownMandates } from "./own.ts";
import type { MandatePages } from "./parts.ts";

/** Mandates: a person's own, given and held, and those that officers confirm. They are kept by people, which has no pages (ADR 107). */
export function mandatePages(app: FastifyInstance, parts: MandatePages): void {
  giveForm(app, parts);
  ownMandates(app, parts);
  confirmForm(app, parts);
  confirmedList(app, parts);
}
