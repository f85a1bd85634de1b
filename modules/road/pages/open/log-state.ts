import { formatDate, formatNumber, section, tag, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { openCheckpoint, parseVerifierKey } from "@troad/tlog";
import { lineChart } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { RoadApi } from "../../api.ts";

type Log = Pick<Awaited<ReturnType<RoadApi["logStatus"]>>, "checkpoint" | "verifierKey" | "witnessKeys">;
type Growth = Awaited<ReturnType<RoadApi["logGrowth"]>>;

/** How many entries the log had at the end of each day; today is the day 0, those before count down to it. */
export function growthView(request: FastifyRequest, growth: Growth): Html {
  const { t, lang } = request;
  const points = growth.map(({ size }, place) => ({ at: place - (growth.length - 1), value: size }));
  return lineChart({
    request,
    title: t("road.open.growth.title", { days: growth.length }),
    description: t("road.open.growth.description", { days: growth.length, size: growth.at(-1)?.size ?? 0 }),
    x: { label: t("road.open.growth.day"), shown: (at) => formatDate(growth[growth.length - 1 + at]!.day, { lang }) },
    y: { label: t("road.log.size"), shown: (value) => formatNumber(value, lang) },
    series: [{ label: t("road.log.size"), points }],
  });
}

/** Who cosigned the newest checkpoint, and when; signatures are verified here. Nothing where no witness is asked. */
export function witnessesView(request: FastifyRequest, log: Log): Html | undefined {
  const { t, lang } = request;
  const logKey = parseVerifierKey(log.verifierKey);
  const witnessKeys = log.witnessKeys.map(parseVerifierKey);
  if (witnessKeys.length === 0) return undefined;
  const { cosignatures } = openCheckpoint(log.checkpoint, { origin: logKey.name, logKeys: [logKey], witnessKeys });
  const at = new Map(cosignatures.map(({ name, timestamp }) => [name, new Date(timestamp * 1000).toISOString()]));
  const items = witnessKeys.map(({ name }) => {
    const cosigned = at.get(name);
    const state =
      cosigned === undefined
        ? tag({ text: t("road.log.witness.away"), classes: "tr-tag--grey" })
        : html`${t("road.log.witness.cosigned")} ${time(cosigned, { lang })}`;
    return html`<li>${name}${t("web.colon")}${state}</li>`;
  });
  const content = html`<p>${t("road.open.witnesses")}</p><ul class="tr-list">${items}</ul>
    <p><a class="tr-link" href="/log">${t("road.open.log-more")}</a></p>`;
  return section({ title: { text: t("road.log.witnesses") }, content });
}
