import { hashValue, statTiles, summaryList, wordsIn } from "@troad/design";
import { type Html, html } from "@troad/html";
import { openCheckpoint, parseVerifierKey } from "@troad/tlog";
import { hidden, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { RoadApi } from "../api.ts";
import type { Asking, RoadPages } from "./parts.ts";

type Log = Awaited<ReturnType<RoadApi["logStatus"]>>;

/** The public log for everyone: its address, size, key and cosigners. */
export function logPages(app: FastifyInstance, { site, road }: Pick<RoadPages, "site"> & Asking<"logStatus">): void {
  app.get(
    "/log",
    hidden,
    site.open(async (request) => logPage(request, await road.logStatus())),
  );
}

function logPage(request: FastifyRequest, log: Log): View {
  const { t } = request;
  const words = wordsIn(request.lang);
  const title = t("road.log.title");
  const row = (key: string, value: { text: string } | { html: Html }) => ({ key: { text: t(`road.log.${key}`) }, value });
  const facts = summaryList({
    rows: [
      row("origin", { text: log.origin }),
      row("root", { html: hashValue(log.checkpoint.split("\n")[2] ?? "", words) }),
      row("witnesses", { html: witnessList(request, log) }),
      row("key", { html: hashValue(log.verifierKey, words) }),
      row("address", { html: html`<a class="tr-link" href="${log.tilesUrl}/checkpoint">${log.tilesUrl}</a>` }),
    ],
  });
  const size = statTiles([{ label: t("road.log.size"), value: log.size }]);
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("road.log.lead")}</p>${size}${facts}<p>${t("road.log.how")}</p>`;
  return { title, content, path: [] };
}

/** "n of m independent witnesses cosigned", with their names. Cosignatures are verified here, not taken on trust. */
function witnessList({ t }: FastifyRequest, log: Pick<Log, "checkpoint" | "verifierKey" | "witnessKeys">): Html {
  const logKey = parseVerifierKey(log.verifierKey);
  const witnessKeys = log.witnessKeys.map(parseVerifierKey);
  const { cosignatures } = openCheckpoint(log.checkpoint, { origin: logKey.name, logKeys: [logKey], witnessKeys });
  const cosigned = new Set(cosignatures.map(({ name }) => name));
  const items = witnessKeys.map(({ name }) => {
    const state = t(cosigned.has(name) ? "road.log.witness.cosigned" : "road.log.witness.away");
    return html`<li>${name}${t("web.comma")}${state}</li>`;
  });
  const count = t("road.log.cosigned", { cosigned: cosigned.size, known: witnessKeys.length });
  return html`<p>${count}</p><ul>${items}</ul>`;
}
