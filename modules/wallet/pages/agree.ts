import { button, buttonGroup } from "@troad/design";
import { html } from "@troad/html";
import { type ModuleContext, seeOther } from "@troad/kernel";
import { hidden, posted, type Session, type Site, type View } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { errors, type Provider } from "oidc-provider";
import type { WalletApp } from "../domain/content.ts";
import { fail } from "../errors.ts";
import type { Offers } from "../issuer/offers.ts";
import { places, textOf } from "./parts.ts";

type Parts = { ctx: Pick<ModuleContext, "texts">; site: Site; provider: Provider; apps: readonly WalletApp[]; offers: Offers };
type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

/** A wallet that came by itself (authorization code): its person, who is signed in here, says yes or no. */
export function agreePages(app: FastifyInstance, { ctx, site, provider, apps, offers }: Parts): void {
  const interactionOf = async (request: FastifyRequest, reply: FastifyReply): Promise<Interaction> => {
    try {
      const found = await provider.interactionDetails(request.raw, reply.raw);
      if (found.uid === (request.params as { uid: string }).uid) return found;
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error;
    }
    throw fail("wallet.offer-over");
  };
  const asked = async ({ subject }: Session, { params }: Interaction) => {
    const state = typeof params.issuer_state === "string" ? params.issuer_state : undefined;
    const source = await offers.asked(subject, { scope: String(params.scope), state });
    if (source.kind !== params.scope) throw fail("wallet.source-unknown");
    return source;
  };
  const problem = (request: FastifyRequest, error: unknown): View => ({
    ...{ title: request.t("wallet.agree.not"), status: 422, isError: true },
    content: html`<h1>${request.t("wallet.agree.not")}</h1><p>${textOf(request, error)}</p>`,
  });
  app.get(
    `${places.own}/agree/:uid`,
    hidden,
    site.signedIn(["citizen"], async (request, session, reply) => {
      try {
        const interaction = await interactionOf(request, reply);
        const { kind } = await asked(session, interaction);
        const app = apps.find(({ client }) => client === interaction.params.client_id);
        const { t, lang } = request;
        const title = t("wallet.agree.title", { app: app ? ctx.texts.pick(app.text, lang, "name") : "" });
        return {
          title,
          content: html`<h1>${title}</h1><p class="tr-lead">${t("wallet.agree.lead", { name: t(`wallet.kind.${kind}`) })}</p>
            <form method="post" novalidate>${buttonGroup(
              button({ text: t("wallet.agree.yes"), name: "act", value: "yes" }),
              button({ text: t("wallet.agree.no"), name: "act", value: "no", classes: "tr-button--secondary" }),
            )}</form>`,
        };
      } catch (error) {
        return problem(request, error);
      }
    }),
  );
  app.post(
    `${places.own}/agree/:uid`,
    hidden,
    site.signedIn(["citizen"], async (request, session, reply) => {
      try {
        const interaction = await interactionOf(request, reply);
        const finish = (result: Record<string, unknown>) =>
          provider.interactionResult(request.raw, reply.raw, result as never, { mergeWithLastSubmission: false });
        if (posted(request, "act") !== "yes")
          return seeOther(reply, await finish({ error: "access_denied", error_description: "the person said no" }));
        const source = await asked(session, interaction);
        const grantId = await offers.agree(session.subject, String(interaction.params.client_id), source);
        await leave(provider, interaction);
        return seeOther(reply, await finish({ login: { accountId: session.subject, remember: false }, consent: { grantId } }));
      } catch (error) {
        return problem(request, error);
      }
    }),
  );
}

/** Nothing of an earlier person stays in this browser. */
async function leave(provider: Provider, interaction: Interaction): Promise<void> {
  if (!interaction.session) return;
  const session = await provider.Session.findByUid(interaction.session.uid);
  if (session) {
    session.accountId = undefined;
    session.authorizations = undefined;
    await session.persist();
  }
  interaction.session = undefined;
  await interaction.persist();
}
