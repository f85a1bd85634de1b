import multipart from "@fastify/multipart";
import type { DocumentsApi } from "@troad/documents/api";
import type { ModuleContext } from "@troad/kernel";
import {
  banksOf,
  entryNamesOf,
  keptAnswers,
  namesOf,
  nationalIdOf,
  placesOf,
  portalSite,
  serviceNamesOf,
  workSite,
} from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { CasesApi } from "../api.ts";
import type { Brought } from "../brought/brought.ts";
import { broughtPages } from "../brought/pages.ts";
import type { CertificateChecks } from "../certificates/check.ts";
import type { Definitions } from "../engine/definitions.ts";
import { phonePages } from "../phone/pages.ts";
import { secretPages } from "../secret/pages.ts";
import { beginPages } from "./begin.ts";
import { caseFormPages } from "./case-form.ts";
import { casePages } from "./cases.ts";
import { certificatePages } from "./certificates/certificate.ts";
import { renewPages } from "./certificates/renew.ts";
import { verifyPages } from "./certificates/verify.ts";
import { counterPages } from "./counter/begin.ts";
import { counterFormPages } from "./counter/form.ts";
import { deletePages } from "./delete.ts";
import { documentPages } from "./documents.ts";
import { filePages, officerFilePages } from "./files/download.ts";
import { stepFormPages } from "./fill/step.ts";
import { letterPages } from "./letters.ts";
import { officerPages } from "./officer/cases.ts";
import { officerCertificatePages } from "./officer/certificates.ts";
import { counterPrintPages } from "./officer/print.ts";
import { openingPages } from "./openings.ts";
import { partyActRoutes } from "./party-acts.ts";
import { signaturePages } from "./signatures.ts";
import { stepPages } from "./steps.ts";

/** The pages of cases, in the portal's part of the site. */
export function applicationPages(
  app: FastifyInstance,
  ctx: ModuleContext,
  cases: CasesApi,
  own: { definitions: Definitions; documents: DocumentsApi; checks: CertificateChecks; brought: Brought },
): void {
  const { definitions, documents, checks, brought } = own;
  const services = serviceNamesOf(ctx);
  const entries = entryNamesOf(ctx);
  definitions.each(({ hash, definition, text }) => services.add(hash, { value: definition, text }));
  const parts = {
    site: portalSite(ctx),
    names: namesOf(ctx),
    services,
    entries,
    banks: banksOf(ctx),
    places: placesOf(ctx),
    documents,
    kept: keptAnswers(ctx),
    cases,
  };
  parts.site.register(app);
  const nationalId = nationalIdOf(ctx);
  beginPages(app, { ...parts, nationalId });
  broughtPages(app, { ...parts, nationalId, brought });
  const office = workSite(ctx, ["/desk"]);
  office.register(app);
  // only these pages take files
  app.register(async (forms) => {
    await forms.register(multipart, { throwFileSizeLimit: false });
    caseFormPages(forms, parts);
    stepFormPages(forms, { ...parts, nationalId });
    partyActRoutes(forms, parts);
    counterFormPages(forms, { ...parts, site: office });
    verifyPages(forms, { ...parts, checks });
  });
  casePages(app, parts);
  letterPages(app, parts);
  filePages(app, { ...parts, nationalId });
  stepPages(app, { ...parts, definitions });
  signaturePages(app, { ...parts, nationalId });
  certificatePages(app, { ...parts, origin: ctx.origin("portal") });
  deletePages(app, parts);
  documentPages(app, parts);
  openingPages(app, parts);
  counterPages(app, { ...parts, site: office, ctx, definitions });
  phonePages(app, { ...parts, site: office, ctx, definitions });
  officerPages(app, { ...parts, site: office, ctx });
  officerCertificatePages(app, { ...parts, site: office });
  renewPages(app, parts);
  secretPages(app, { ...parts, site: office, ctx });
  counterPrintPages(app, { ...parts, site: office, origin: ctx.origin("portal") });
  officerFilePages(app, { ...parts, site: office });
}
