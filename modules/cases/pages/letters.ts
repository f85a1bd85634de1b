import { formatDate } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure } from "@troad/kernel";
import { hidden } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { CaseView } from "../api.ts";
import type { ActingPerson } from "../domain/act.ts";
import { officerOf } from "./officer/acts.ts";
import { type Asking, applicants, type CasePages, idIn } from "./parts.ts";
import { citizenOf } from "./party-acts.ts";

type Parts = Pick<CasePages, "site" | "services"> & Asking<"letter">;

/** Letters as files: for their receivers below the case, for officers below theirs. */
export function letterPages(app: FastifyInstance, { site, cases }: Parts): void {
  const send = async (request: FastifyRequest, reply: FastifyReply, person: ActingPerson): Promise<FastifyReply> => {
    const { letter } = request.params as { letter: string };
    const [name = "", kind] = letter.split(".");
    const { pdf, token } = await cases.letter({ id: idIn(request), letter: name, person });
    reply.header("cache-control", "no-store").header("x-content-type-options", "nosniff");
    if (kind === "jwt" && token === null) throw kernelFailure("request.not-found");
    return kind === "jwt"
      ? reply
          .type("application/jwt")
          .header("content-disposition", `attachment; filename="letter-${name.slice(0, 8)}.jwt"`)
          .send(token)
      : reply
          .type("application/pdf")
          .header("content-disposition", `inline; filename="letter-${name.slice(0, 8)}.pdf"`)
          .send(Buffer.from(pdf, "base64"));
  };
  app.get(
    "/cases/:id/letters/:letter",
    hidden,
    site.signedIn(applicants, (request, session, reply) => send(request, reply, citizenOf(session))),
  );
  app.get(
    "/desk/:id/letters/:letter",
    hidden,
    site.signedIn(["case-officer"], (request, session, reply) => send(request, reply, officerOf(session))),
  );
}

/** The letters of a case, each as a PDF and with its seal; the applicant sees those to themselves. */
export function lettersOf(
  { services }: Pick<Parts, "services">,
  { t, lang }: FastifyRequest,
  { id, named, actions, applicantParty }: Pick<CaseView, "id" | "named" | "actions" | "applicantParty">,
  base: "/cases" | "/desk",
): Html | undefined {
  const sent = actions.filter(({ type, data }) => type === "letter-sent" && (base === "/desk" || data.party === applicantParty));
  if (sent.length === 0) return undefined;
  const lines = sent.map(({ data }) => {
    const address = `${base}/${id}/letters/${String(data.document)}`;
    const title = services.text(lang, named, `letter.${String(data.letter)}.title`);
    const seal = data.inFile ? "" : html` <a class="tr-link" href="${address}.jwt">${t("cases.letter.seal")}</a>`;
    const delivered = actions.find((one) => one.type === "letter-delivered" && one.data.document === data.document);
    const day = delivered && formatDate(String(delivered.data.day), { lang });
    const told = day === undefined ? t(`cases.letter.not-delivered.${base.slice(1)}`) : t("cases.letter.delivered", { day });
    return html`<li><a class="tr-link" href="${address}.pdf">${title}</a>${seal}${data.notice === true && html`<br><span class="tr-hint">${told}</span>`}</li>`;
  });
  return html`<h2>${t("cases.letter.title")}</h2><ul class="tr-list">${lines}</ul>`;
}
