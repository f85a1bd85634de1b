import type { PageFile } from "../portal.ts";
import { accessPages } from "./access/applications.ts";
import { accountPages } from "./account.ts";
import { auditAlarmsPages } from "./audit/alarms.ts";
import { auditLedgersPages } from "./audit/ledgers.ts";
import { auditRecordsPages } from "./audit/records.ts";
import { auditPages } from "./audit/transfers.ts";
import { authPages } from "./auth.ts";
import { caseFormPages } from "./case-form.ts";
import { casePages } from "./cases.ts";
import { certificatePages } from "./certificate.ts";
import { dataServicePages } from "./data-service.ts";
import { deskPages } from "./desk.ts";
import { docsPages } from "./docs.ts";
import { exchangePages } from "./exchanges.ts";
import { inboxPages } from "./inbox.ts";
import { openingPages } from "./openings.ts";
import { registryPages } from "./registry.ts";
import { servicePages } from "./services.ts";
import { tryPages } from "./try.ts";
import { usePages } from "./uses.ts";

/** Every page of the portal; a new one is a file and a line here. */
export const pages: PageFile[] = [
  tryPages,
  authPages,
  servicePages,
  caseFormPages,
  casePages,
  certificatePages,
  openingPages,
  usePages,
  deskPages,
  exchangePages,
  accessPages,
  dataServicePages,
  registryPages,
  auditPages,
  auditRecordsPages,
  auditAlarmsPages,
  auditLedgersPages,
  inboxPages,
  accountPages,
  docsPages,
];
