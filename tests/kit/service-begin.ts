import path from "node:path";
import type { CasesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import { isOfficerStep, type Service, type ServicePath } from "@troad/flow";
import type { Page } from "playwright-core";
import { choosePerson, submit } from "../../e2e/browser.ts";
import { bytesOf } from "./files.ts";
import type { Government } from "./government.ts";
import { fillForm } from "./service-form.ts";

export type Person = Parameters<CasesApi["acts"]>[0]["person"];
/** A path that is walked in a running government. */
export type Run = { government: Government; service: Service; folder: string; path: ServicePath };
type Seen = (name: string) => Promise<void>;
const serviceOf = ({ folder }: Run): string => path.basename(folder);

/** A person applies by themselves; gives the id of the case. */
export async function apply(run: Run, page: Page, { subject, name }: Person, seen: Seen): Promise<string> {
  await choosePerson(page, subject);
  await page.waitForURL(/\/(me|work)$/);
  await page.goto(`${run.government.portal}/services/${serviceOf(run)}`);
  await seen("service");
  await page.locator("form[action$='/start'] button").click();
  await page.waitForURL(/\/form\/|\/check$/);
  await fillForm(page, run.service, run.path, { signer: name, seen });
  await seen("check");
  const id = /\/cases\/([0-9a-f-]{36})/.exec(page.url())![1]!;
  const agree = page.locator("main form input[name=agree][value=yes]");
  if ((await agree.count()) > 0) await agree.check();
  await page.locator("main form button[type=submit], main form button:not([type])").last().click();
  await page.waitForURL(new RegExp(`/cases/${id}(\\?|$)`));
  await seen("submitted");
  return id;
}

/** An officer files it for a person who stands there, with the paper that they signed; gives the id of the case. */
export async function fileAtCounter(run: Run, page: Page, { subject, name, nationalId }: Person, seen: Seen): Promise<string> {
  const { government, service } = run;
  const roles = service.flow.steps.flatMap((step) => (isOfficerStep(step) ? [step.role] : []));
  const officers = await government.running.use(eidApi).demoPeople();
  const officer = officers.find((one) => roles.includes(one.label) && one.subject !== subject);
  if (!officer) throw new Error(`nobody of ${roles.join()} files it`);
  await choosePerson(page, officer.subject);
  await page.waitForURL(/\/work$/);
  return fileFor(page, government.portal, run, { name, nationalId: nationalId! }, seen);
}

/** At the counter's page: what an officer fills in for a person, and the paper that they signed; gives the id of the case. */
export async function fileFor(
  page: Page,
  portal: string,
  { service, folder, path: filled }: Pick<Run, "service" | "folder" | "path">,
  { name, nationalId }: { name: string; nationalId: string },
  seen: Seen,
): Promise<string> {
  await page.goto(`${portal}/desk/counter`);
  await page.locator(`[name=service][value="${path.basename(folder)}"]`).check();
  await page.locator("[name=nationalId]").fill(nationalId);
  await page.locator("main [name=name]").fill(name);
  await seen("counter");
  await submit(page, "main form");
  await fillForm(page, service, filled, { signer: name, seen });
  await page
    .locator("main input[type=file]")
    .setInputFiles({ name: "signed.pdf", mimeType: "application/pdf", buffer: bytesOf("plan.pdf") });
  await seen("check");
  await submit(page, "main form[enctype]");
  return /filed=([0-9a-f-]{36})/.exec(page.url())![1]!;
}
