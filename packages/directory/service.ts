import Type, { type Static } from "typebox";
import { endpointsSchema } from "./agreement.ts";
import { codePattern } from "./codes.ts";
import type { ContentReader } from "./reader.ts";

const code = Type.String({ pattern: codePattern });
/** Services that security servers answer by themselves (X-Road 7.7): one of that name would never be reached. */
const reserved =
  "listMethods|allowedMethods|getWsdl|getOpenAPI|getSecurityServerMetrics|getSecurityServerOperationalData|getSecurityServerHealthData";
const serviceCode = Type.String({ pattern: `^(?!(?:${reserved})$)${codePattern.slice(1)}` });

/** The longest time that a service may be given to answer, its body included. */
export const longestServiceSeconds = 3_600;
/** How long the consumer's gateway waits for an answer: longer than the provider's, so both logs hold the same outcome. */
export const exchangeMs = (longestServiceSeconds + 300) * 1000;

/** `content/agencies/<id>/services.json`: information systems of an agency that answer behind its gateway, besides its registers. */
export const servicesSchema = Type.Array(
  Type.Object(
    {
      subsystem: code,
      service: serviceCode,
      /** Where it answers; the path that was asked for is put behind it. */
      url: Type.String({ pattern: "^https?://[^\\s?#@]+$", maxLength: 500 }),
      /** The service does the same when the same message id comes twice: after an interruption it may be called again. GET, HEAD and OPTIONS always may. */
      repeatable: Type.Optional(Type.Boolean()),
      timeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: longestServiceSeconds })),
      /** Where its OpenAPI document is, for getOpenAPI; without it one is made of `endpoints`. */
      openapi: Type.Optional(Type.String({ pattern: "^https?://[^\\s#@]+$", maxLength: 500 })),
      /** What it answers to, for listMethods; without it the lists say that the whole service is there. */
      endpoints: Type.Optional(endpointsSchema),
      /** Largest answer in bytes, 4 MiB unless said otherwise; what is above 1 MiB passes through an encrypted file. */
      maxBytes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1024 ** 4 })),
      /** Bodies are encrypted to the other gateway's certificate besides the connection: who ends TLS on the way reads nothing. */
      encrypt: Type.Optional(Type.Boolean()),
      tls: Type.Optional(
        Type.Object(
          {
            /** False only on an agency's own inner network. */
            verify: Type.Optional(Type.Boolean()),
            /** PEM of the authority that certified the system; default: those that Node trusts. */
            ca: Type.Optional(Type.String({ maxLength: 20_000 })),
            /** The gateway shows its own certificate. */
            clientCertificate: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  { maxItems: 200 },
);

export type ExternalService = Static<typeof servicesSchema>[number];

/** The services of one agency, by `SUBSYSTEM/service`. */
export function readServices(content: ContentReader, agency: string): Map<string, ExternalService> {
  const found = content.read("agencies", "services.json", servicesSchema).find(({ id }) => id === agency);
  return new Map((found?.value ?? []).map((one) => [`${one.subsystem}/${one.service}`, one]));
}
