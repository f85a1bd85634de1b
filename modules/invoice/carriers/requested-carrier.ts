import { kernelFailure } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { Pages } from "../site/pages.ts";
import type { Held } from "./holdings.ts";

/** The schema of a carrier's address. */
export const onCarrier = {
  schema: { hide: true, params: Type.Object({ carrier: Type.String({ pattern: "^[\\w-]{16}$" }) }) },
};

/** The person's carrier that an address names; another person's looks as if it did not exist. */
export async function requestedCarrier(pages: Pages, request: FastifyRequest, subject: string): Promise<Held> {
  const { carrier } = request.params as { carrier: string };
  const held = (await pages.holdings.of(subject)).find((one) => pages.handleOf(one) === carrier);
  if (!held) throw kernelFailure("request.not-found");
  return held;
}

export const carriersPath = ({ t }: FastifyRequest) => [{ href: "/invoice/carriers", text: t("invoice.carriers.title") }];
