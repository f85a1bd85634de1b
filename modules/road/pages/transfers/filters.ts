import type { Chosen, Filter, Names } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { RegisteredMember, TransferQuery } from "../../api.ts";

type Reader = Pick<FastifyRequest, "t" | "lang">;
type Called = { names: Pick<Names, "agency" | "dataSet"> };

const outcomes = ["answered", "refused", "failed", "unknown"] as const;

export const dayFilter = ({ t }: Reader): Filter => ({ kind: "dates", name: "day", label: t("road.filter.day") });

export const outcomeFilter = ({ t }: Reader): Filter => ({
  kind: "select",
  name: "outcome",
  label: t("road.filter.outcome"),
  options: outcomes.map((value) => ({ value, text: t(`road.outcome.${value}`) })),
});

export const idFilter = ({ t }: Reader): Filter => ({
  kind: "search",
  name: "id",
  label: t("road.filter.id"),
  hint: t("road.filter.id-hint"),
});

/** A filter by member; `name` is also the parameter's name. */
export const memberFilter = (
  { names }: Called,
  { t, lang }: Reader,
  name: "consumer" | "provider" | "member",
  members: readonly Pick<RegisteredMember, "member">[],
): Filter => ({
  kind: "select",
  name,
  label: t(`road.filter.${name}`),
  options: members.map(({ member }) => ({ value: member, text: names.agency(lang, member) })),
});

/** A filter by data set, for these identifiers. */
export const serviceFilter = ({ names }: Called, { t, lang }: Reader, services: readonly string[]): Filter => ({
  kind: "select",
  name: "set",
  label: t("road.filter.set"),
  options: services.map((value) => ({ value, text: names.dataSet(lang, value) })),
});

/** The selected filters, in the form of the road's api. */
export function queryOf(chosen: Chosen): TransferQuery {
  const { consumer, provider, set: service, outcome, side, id: exchangeId } = chosen;
  const [from, to] = [chosen["day-from"], chosen["day-to"]];
  return {
    ...(consumer ? { consumer } : {}),
    ...(provider ? { provider } : {}),
    ...(service ? { service } : {}),
    ...(outcome ? { outcome } : {}),
    ...(side ? { side } : {}),
    ...(exchangeId ? { exchangeId } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
}
