import { scrollable, section, summaryList, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { hidden } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { PortalPages } from "./parts.ts";

type Documented = { summary?: string; tags?: string[] };
type Document = { paths?: Record<string, Record<string, Documented>> };
type Operation = { group: string; method: string; path: string; summary: string };

const roadExample = `POST /r1/{instance}/{class}/{member}/{subsystem}/{service}/find
X-Road-Client: TWDEMO/EDU/NDU/AID
X-Road-Id: TWDEMO-0b5c…
X-Troad-Consent: eyJ…`;

/** The public interfaces of this process, from its OpenAPI document. */
export function docsPages(app: FastifyInstance, { site }: Pick<PortalPages, "site">): void {
  app.get(
    "/docs",
    hidden,
    site.open(async (request) => {
      const { t } = request;
      const title = t("portal.docs.title");
      const groups = groupsOf(operationsOf(app.swagger() as unknown as Document));
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("portal.docs.lead")}</p>
        <p><a class="tr-link" href="/openapi.json">openapi.json</a></p>${groups}${roadPart(request)}`;
      return { title, content, path: [] };
    }),
  );
}

const operationsOf = ({ paths = {} }: Document): Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { tags = [], summary = "" }]) => ({
      group: tags[0] ?? "other",
      method: method.toUpperCase(),
      path,
      summary,
    })),
  );

const groupsOf = (operations: readonly Operation[]): Html[] =>
  [...Map.groupBy(operations, ({ group }) => group)]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([group, members]) => {
      const rows = members.map(({ method, path, summary }) => ({
        key: { html: html`${tag({ text: method, classes: "tr-tag--blue" })} <code>${path}</code>` },
        value: { text: summary },
      }));
      return section({ title: { text: group }, content: summaryList({ rows }) });
    });

function roadPart({ t }: FastifyRequest): Html {
  const title = t("portal.docs.road");
  const example = html`<pre class="tr-code"><code>${roadExample}</code></pre>`;
  return html`<h2>${title}</h2><p>${t("portal.docs.road-how")}</p>${scrollable(title, example)}`;
}
