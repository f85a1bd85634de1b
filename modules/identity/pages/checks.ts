import { html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import { agencyOf, listRoutes, type Names, type Session, type Site } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { CheckRow, Checks } from "../checks.ts";

export const checksPath = "/work/identity-checks";
/** Who sees what passes between agencies. */
export const checkRole = "provider-officer";

type Parts = {
  ctx: Pick<ModuleContext, "clock">;
  checks: Checks;
  work: Site;
  names: Names;
  instance: string;
  /** The agency that answers, whose officers see the questions of all. */
  answering: string;
};

/** How the consumers begin whose questions an agency's officers see: its own, and all where it is the one that answers. */
export function consumersSeen(of: { agency: string; member: string | undefined; instance: string; answering: string }): string {
  const { agency, member, instance, answering } = of;
  if (agency === answering) return `${instance}/`;
  // no consumer begins with a slash: an officer of no member sees nothing
  return member ? `${instance}/${member}/` : "/";
}

/** What an agency asked about owners of certificates, and what was answered; never about whom. */
export function checkPages(app: FastifyInstance, { ctx, checks, work, names, instance, answering }: Parts): void {
  listRoutes<Session, CheckRow>({
    ...{ app, ctx, address: checksPath },
    guard: (load) => work.signedIn([checkRole], load),
    list: async ({ t, lang }, session) => {
      const agency = agencyOf(session, checkRole);
      const prefix = consumersSeen({ agency, member: names.member(agency), instance, answering });
      return {
        address: checksPath,
        title: t("identity.checks.title"),
        file: "identity-checks",
        lead: html`<p class="tr-lead">${t("identity.checks.lead")}</p>`,
        columns: [
          { key: "at", text: t("identity.checks.at"), kind: "instant", value: ({ at }) => at },
          {
            key: "consumer",
            text: t("identity.checks.consumer"),
            kind: "text",
            value: ({ consumer }) => names.agency(lang, consumer),
          },
          {
            ...{ key: "answer", text: t("identity.checks.answer"), kind: "text" },
            value: ({ belongs }) => t(`identity.checks.${belongs ? "yes" : "no"}`),
          },
          { key: "right", text: t("identity.checks.right"), kind: "text", value: ({ agreement }) => agreement },
          { key: "id", text: t("identity.checks.id"), kind: "text", value: ({ exchange_id: id }) => id },
        ],
        filters: [],
        source: {
          cursorKind: "uuid",
          cursor: ({ id }) => id,
          rows: ({ before, limit }) => checks.list({ prefix, before: before ?? null, limit }),
          count: (_chosen, limit) => checks.count(prefix, limit),
        },
        empty: { title: t("identity.checks.empty") },
      };
    },
  });
}
