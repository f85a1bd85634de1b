import { button, insetText, panel } from "@troad/design";
import type { Field } from "@troad/forms";
import { html } from "@troad/html";
import { hidden, type OwnError, ownForm, type Session, type Site, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { vaccinationFailure } from "../errors.ts";
import type { SchoolCheck } from "../registers.ts";
import { type Parts, school, schoolRole, vaccineText } from "./parts.ts";

const fields: Field[] = [
  { type: "national-id", name: "nationalId", label: "vaccinations.school.nationalId" },
  { type: "text", name: "matter", label: "vaccinations.school.matter", hint: "vaccinations.school.matter-hint", maxLength: 40 },
];
/** As registers take the number of a matter. */
const matterForm = /^[\p{L}\p{N}][\p{L}\p{N} ._:/()-]{0,39}$/u;
type SchoolPages = Parts & { work: Site };

/** What a school may learn of a child who comes to it: whether the record is complete, and otherwise which doses are late. Nothing else is shown. */
export function schoolPages(app: FastifyInstance, parts: SchoolPages): void {
  const { work } = parts;
  app.get(
    school,
    hidden,
    work.signedIn([schoolRole], async (request) => askPage(parts, request, {}, [])),
  );
  app.post(
    school,
    hidden,
    work.signedIn([schoolRole], (request, session) => check(parts, request, session), { returnTo: () => school }),
  );
}

async function check(parts: SchoolPages, request: FastifyRequest, session: Session): Promise<View> {
  const { ctx, registers, schedule } = parts;
  const isSchool = session.roles.some(({ role, agency }) => role === schoolRole && agency === schedule.school.agency);
  if (!isSchool) throw vaccinationFailure("vaccination.no-school");
  const body = (request.body ?? {}) as Record<string, unknown>;
  const again = (errors: readonly OwnError[]): View => ({
    ...askPage(parts, request, body, errors),
    ...{ status: 422, isError: true },
  });
  const parsed = ownForm(ctx, fields).parse(body);
  if ("errors" in parsed) return again(parsed.errors);
  const { nationalId, matter } = parsed.values as { nationalId: string; matter: string };
  if (!matterForm.test(matter)) return again([{ field: "matter", code: "vaccination.matter" }]);
  await ctx.db.tx((tx) => tx.audit({ actor: session.subject, action: "vaccination.school-check", target: matter, detail: {} }));
  return resultPage(parts, request, await registers.schoolCheck(nationalId, matter));
}

function askPage(
  { ctx }: SchoolPages,
  request: FastifyRequest,
  values: Record<string, unknown>,
  errors: readonly OwnError[],
): View {
  const { t } = request;
  const title = t("vaccinations.school.title");
  const form = ownForm(ctx, fields).html(request, { values, errors });
  const content = html`${form.summary}<h1>${title}</h1><p class="tr-lead">${t("vaccinations.school.lead")}</p>
    <form method="post" action="${school}" novalidate>${form.fields}${button({ text: t("vaccinations.school.check") })}</form>`;
  return { title, content };
}

function resultPage(parts: SchoolPages, request: FastifyRequest, found: SchoolCheck | null): View {
  const { t } = request;
  const state = found === null ? "unknown" : (found.schoolState ?? "no-child");
  const missing = (found?.missing ?? []).map((one) => html`<li>${vaccineText(parts, request, one)}</li>`);
  const title = t(`vaccinations.school.${state}`);
  const content = html`${panel({ titleText: title })}${
    missing.length > 0 &&
    html`<h2>${t("vaccinations.school.missing")}</h2>
    <ul class="tr-list tr-list--bullet">${missing}</ul>`
  }${insetText({ text: t(`vaccinations.school.next-${state === "complete" ? "complete" : "other"}`) })}
    <p><a class="tr-link" href="${school}">${t("vaccinations.school.another")}</a></p>`;
  return { title, content, path: [{ href: school, text: t("vaccinations.school.title") }] };
}
