import { clientNetwork, seeOther } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Admission } from "../intake/admission.ts";
import type { CallParts } from "./parts.ts";
import { messages, NationalRefusal, refuse } from "./refusal.ts";
import { need, type Parameters, parametersOf } from "./request.ts";

const base = "/PB2CAPIVAN/APIService";
const carriers = "/invoice/carriers";
type Parts = Pick<CallParts, "callers" | "loveCodes" | "carrierTypes">;

/** The month of `yyyymm` as the own pages name it. */
const monthOf = (text: string): string => `${text.slice(0, 4)}-${text.slice(4)}`;

/**
 * Where each blank page leads. A verification code in the request goes no further: on the own pages the person signs in and types it, so that it
 * stands in no address.
 */
const pages: Readonly<Record<string, (parameters: Parameters, parts: Parts) => Promise<string>>> = {
  generalCarrierRegBlank: async () => carriers,
  carrierLinkBlank: async (parameters, { carrierTypes }) => {
    const type = need(parameters, "cardCode", /^[A-Z0-9]{6}$/);
    for (const name of ["cardNo", "verifyCode"]) need(parameters, name);
    return carrierTypes.has(type) ? `${carriers}/join` : refuse(903);
  },
  carrierBankAccBlank: async () => "/invoice/settings",
  carrierInvDntBlank: async (parameters, { loveCodes }) => {
    const code = need(parameters, "dntNo", /^\d{3,7}$/);
    const month = need(parameters, "qryYM", /^20\d\d(0[1-9]|1[0-2])$/);
    if (!loveCodes.find(code)) refuse(907);
    return `/invoice/mine?month=${monthOf(month)}`;
  },
};

/** The pages that apps open in a browser: to register a barcode, to link a card, for the bank account, to donate. Wrong parameters are answered as data. */
export function blankRoutes(app: FastifyInstance, parts: Parts, admission: Admission): void {
  for (const [name, lead] of Object.entries(pages))
    app.route({
      method: ["GET", "POST"],
      url: `${base}/${name}`,
      config: { dataOnly: true },
      handler: (request: FastifyRequest, reply: FastifyReply) =>
        admission.run("other", clientNetwork(request.ip), async () => {
          reply.header("cache-control", "no-store");
          try {
            const parameters = parametersOf(request.query, request.body);
            await parts.callers.of(parameters.appID, need(parameters, "uuid"));
            return seeOther(reply, await lead(parameters, parts));
          } catch (error) {
            if (!(error instanceof NationalRefusal)) throw error;
            const refused = { v: "1.0", code: String(error.code), msg: messages[error.code] };
            return reply.type("application/json;charset=UTF-8").send(JSON.stringify(refused));
          }
        }),
    });
}
