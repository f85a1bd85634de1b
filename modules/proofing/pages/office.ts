import { button, formatDateTime, insetText, panel, summaryList } from "@troad/design";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { hidden, identityRole, type OwnError, ownForm, type Session, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Parts as ProofingParts } from "./act-for.ts";

export const officePath = "/work/identities";

type Parts = ProofingParts & { work: Site };
type Found = { subject: string; name: string; nationalId: string };
/** What an officer did for the person, told once. */
type Done = { act: "code"; code: string; expiresAt: string } | { act: "lock" | "unlock" };

const papers = ["identity-card", "passport", "driving-licence", "witness"];
const fields: Field[] = [
  { type: "national-id", name: "nationalId", label: "proofing.office.nationalId" },
  { type: "text", name: "name", label: "proofing.office.name", hint: "proofing.office.name-hint", maxLength: 100 },
  {
    ...{ type: "choice", name: "paper", label: "proofing.office.paper", hint: "proofing.office.paper-hint" },
    options: papers.map((value) => ({ value, label: `proofing.office.paper.${value}` })),
  },
];

/**
 * The counter where someone who has lost card and devices is known by their face and papers: an officer looks the person up by number and
 * name, and hands out a one-time code for a first passkey, locks the identity or unlocks it. Number and name travel in the form, so that no
 * address names anybody. Nobody does this for themselves.
 */
export function officePages(app: FastifyInstance, parts: Parts): void {
  const { work } = parts;
  app.get(
    officePath,
    hidden,
    work.signedIn([identityRole], async (request) => askPage(parts, request, {}, [])),
  );
  app.post(
    officePath,
    hidden,
    work.signedIn([identityRole], (request, session) => act(parts, request, session), { returnTo: () => officePath }),
  );
}

async function act(parts: Parts, request: FastifyRequest, session: Session): Promise<View> {
  const { ctx, eid, people } = parts;
  const body = (request.body ?? {}) as Record<string, unknown>;
  const again = (errors: OwnError[]): View => ({ ...askPage(parts, request, body, errors), status: 422, isError: true });
  const parsed = ownForm(ctx, fields).parse(body);
  if ("errors" in parsed) return again(parsed.errors);
  const { nationalId, name } = parsed.values as { nationalId: string; name: string };
  const known = await people.personNamed({ nationalId, name });
  if (!known) return again([{ field: "nationalId", code: "proofing.office-unknown" }]);
  if (known.subject === session.subject) return again([{ field: "nationalId", code: "proofing.office-self" }]);
  const found = { subject: known.subject, name, nationalId };
  const asked = { subject: found.subject, by: session.subject };
  let done: Done | undefined;
  if (body.act === "code") done = { act: "code", ...(await eid.officeCode(asked)) };
  if (body.act === "lock" || body.act === "unlock") {
    await (body.act === "lock" ? eid.lockIdentity(asked) : eid.unlockIdentity(asked));
    done = { act: body.act };
  }
  return personPage(parts, request, { found, paper: String(body.paper), done });
}

function askPage({ ctx }: Parts, request: FastifyRequest, values: Record<string, unknown>, errors: readonly OwnError[]): View {
  const { t } = request;
  const title = t("proofing.office.title");
  const form = ownForm(ctx, fields).html(request, { values, errors });
  const content = html`${form.summary}<h1>${title}</h1><p class="tr-lead">${t("proofing.office.lead")}</p>
    <form method="post" action="${officePath}" novalidate>${form.fields}${button({ text: t("proofing.office.find") })}</form>`;
  return { title, content };
}

async function personPage(
  { eid }: Parts,
  request: FastifyRequest,
  { found, paper, done }: { found: Found; paper: string; done: Done | undefined },
): Promise<View> {
  const { t, lang } = request;
  const isLocked = await eid.isLocked(found.subject);
  const told =
    done &&
    (done.act === "code"
      ? html`${panel({ titleText: t("proofing.office.code"), headingLevel: 2, html: html`<strong>${done.code}</strong>` })}
        <p>${t("proofing.office.code-until", { until: formatDateTime(done.expiresAt, { lang }) })}</p>`
      : panel({ titleText: t(`proofing.office.${done.act}-done`), headingLevel: 2 }));
  const acts: { act: string; classes?: string }[] = isLocked
    ? [{ act: "unlock" }]
    : [{ act: "code" }, { act: "lock", classes: "tr-button--warning" }];
  const title = t("proofing.office.person");
  const content = html`${uiOf(request).backLink({ href: officePath })}<h1>${title}</h1>${told}
    ${summaryList({
      rows: [
        { key: { text: t("proofing.office.name") }, value: { text: found.name } },
        { key: { text: t("proofing.office.nationalId") }, value: { text: found.nationalId } },
        { key: { text: t("proofing.office.paper") }, value: { text: t(`proofing.office.paper.${paper}`) } },
        { key: { text: t("proofing.office.state") }, value: { text: t(`proofing.office.${isLocked ? "locked" : "open"}`) } },
      ],
    })}
    ${insetText({ text: t("proofing.office.recorded") })}
    ${acts.map(({ act, ...look }) => {
      const what = html`${kept(found, paper)}<input type="hidden" name="act" value="${act}"><p class="tr-hint">${t(`proofing.office.${act}-hint`)}</p>`;
      return html`<form method="post" action="${officePath}" novalidate>${what}${button({ text: t(`proofing.office.${act}-do`), ...look })}</form>`;
    })}`;
  return { title, content, path: [{ href: officePath, text: t("proofing.office.title") }] };
}

const kept = ({ nationalId, name }: Found, paper: string): Html[] =>
  Object.entries({ nationalId, name, paper }).map(([key, value]) => html`<input type="hidden" name="${key}" value="${value}">`);
