import { button, emptyState, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { isUuid, seeOther } from "@troad/kernel";
import { hidden, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { WaitingLook } from "../accounts.ts";
import { shownAccount } from "../domain/account.ts";
import { benefitsFailure } from "../domain/errors.ts";
import { acting, day, type PageFile, type PageParts, payerRole, schemesOf, summary } from "./parts.ts";

const most = 50;

/** Changed accounts that a second person looks at before anything is paid to them. */
export const lookPages: PageFile = (app, parts) => {
  const { site, benefits } = parts;
  app.get(
    "/payer/accounts",
    hidden,
    site.signedIn([payerRole], (request, session) => view(parts, request, session)),
  );
  app.post(
    "/payer/accounts/:id",
    hidden,
    site.signedIn([payerRole], async (request, session, reply) => {
      const { id } = request.params as { id: string };
      const waiting = await benefits.accounts.waiting(schemesOf(benefits, session), most);
      if (!isUuid(id) || !waiting.some((one) => one.id === id)) throw benefitsFailure("benefits.not-found");
      const reason = posted(request, "reason", 300);
      if (reason === "") {
        const text = request.t("benefits.run.reason-missing");
        return {
          ...(await view(parts, request, session, summary(request, text, `#reason-${id}`), id)),
          status: 422,
          isError: true,
        };
      }
      const refused = await acting(
        request,
        () => benefits.accounts.look({ id, by: session.subject, reason }),
        (above) => view(parts, request, session, above),
      );
      return refused ?? seeOther(reply, "/payer/accounts");
    }),
  );
};

async function view(
  { benefits }: PageParts,
  request: FastifyRequest,
  session: Session,
  above?: Html,
  wrong?: string,
): Promise<View> {
  const { t } = request;
  const waiting = await benefits.accounts.waiting(schemesOf(benefits, session), most);
  const cards = waiting.map((one) => card(request, one, wrong === one.id));
  const content = html`${above}<h1>${t("benefits.looks.title")}</h1><p class="tr-lead">${t("benefits.looks.lead")}</p>
    ${cards.length > 0 ? cards : emptyState({ title: t("benefits.looks.none") })}`;
  return { title: t("benefits.looks.title"), content, path: [{ href: "/payer", text: t("benefits.runs.title") }] };
}

function card(request: FastifyRequest, one: WaitingLook, wrong: boolean): Html {
  const { t } = request;
  const reason = uiOf(request).textarea({
    ...{ id: `reason-${one.id}`, name: "reason", rows: 2, label: { text: t("benefits.looks.reason") } },
    ...(wrong ? { errorMessage: { text: t("benefits.run.reason-missing") } } : {}),
  });
  const rows = [
    [t("benefits.looks.holder"), one.holder],
    [t("benefits.looks.kind"), t(`benefits.account.kind.${one.kind}`)],
    [t("benefits.looks.before"), one.before === null ? "" : shownAccount(one.before)],
    [t("benefits.looks.after"), one.account],
    [t("benefits.looks.proof"), t(`benefits.account.proof.${one.proof}`)],
    [t("benefits.looks.at"), day(one.at, request)],
  ] as const;
  const list = summaryList({ rows: rows.map(([key, text]) => ({ key: { text: key }, value: { text } })) });
  return html`<section><h2>${one.holder} ${shownAccount(one.account)}</h2>${list}
    <form method="post" action="/payer/accounts/${one.id}" novalidate>${reason}${button({ text: t("benefits.looks.allow") })}</form></section>`;
}
