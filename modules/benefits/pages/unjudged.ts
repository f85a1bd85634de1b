import { listRoutes, type Session } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Unjudged } from "../facts.ts";
import { monthText, type PageFile, payerRole, schemesOf } from "./parts.ts";

/** Why a month could not be judged, in words. */
export const unjudgedText = ({ t }: Pick<FastifyRequest, "t">, reason: string): string => {
  const [kind = "", code = ""] = reason.split(":");
  return t(`benefits.unjudged.${kind}`, { code });
};

/** Months that could not be judged: an officer finds out why, and the next run looks at them again. */
export const unjudgedPages: PageFile = (app, { site, benefits, ctx }) => {
  listRoutes<Session, Unjudged>({
    ...{ app, ctx, address: "/payer/unjudged", guard: (load) => site.signedIn([payerRole], load) },
    list: async (request, session) => {
      const { t, lang } = request;
      const schemes = schemesOf(benefits, session);
      return {
        ...{ address: "/payer/unjudged", title: t("benefits.unjudged.title"), filters: [] },
        empty: { title: t("benefits.unjudged.none") },
        columns: [
          { key: "what", text: t("benefits.runs.scheme"), kind: "text", value: ({ scheme }) => benefits.nameOf(lang, scheme) },
          { key: "number", text: t("benefits.run.entitlement"), kind: "text", value: ({ entitlement }) => entitlement },
          { key: "month", text: t("benefits.run.month"), kind: "text", value: ({ month }) => monthText(month, lang) },
          { key: "why", text: t("benefits.run.why"), kind: "text", value: ({ reason }) => unjudgedText(request, reason) },
          { key: "at", text: t("benefits.unjudged.at"), kind: "instant", value: ({ at }) => at },
        ],
        source: {
          ...{ cursorKind: "number", cursor: ({ no }) => String(no) },
          rows: ({ before, limit }) => benefits.unjudged({ schemes, limit, ...(before ? { before } : {}) }),
        },
      };
    },
  });
};
