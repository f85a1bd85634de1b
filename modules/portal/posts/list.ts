import { button, tag } from "@troad/design";
import { html } from "@troad/html";
import type { PostRecord, PostState } from "@troad/people/api";
import { type Column, listRoutes, type Session } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { address, appointers, areaText, officeText, type PostParts } from "./parts.ts";

const states = ["held", "coming", "over"] as const;
const tones: Record<PostState, string> = { held: "green", coming: "blue", over: "grey" };

export const stateTag = ({ t }: Pick<FastifyRequest, "t">, state: PostState) =>
  tag({ text: t(`portal.posts.state.${state}`), classes: `tr-tag--${tones[state]}` });

/** The posts that an officer may give and end. */
export function postList(app: FastifyInstance, parts: PostParts): void {
  listRoutes<Session, PostRecord>({
    ...{ app, ctx: parts.ctx, address },
    guard: (load) => parts.site.signedIn(appointers, load),
    list: async (request, { subject }) => {
      const { t } = request;
      const give = button({ text: t("portal.posts.give"), href: `${address}/give` });
      return {
        ...{ address, title: t("portal.posts.title") },
        lead: html`<p class="tr-lead">${t("portal.posts.lead")}</p><p>${give}</p>`,
        columns: columns(parts, request),
        filters: [
          {
            ...{ kind: "select", name: "state", label: t("portal.posts.state"), initial: "held" },
            options: states.map((value) => ({ value, text: t(`portal.posts.state.${value}`) })),
          },
        ],
        source: {
          ...{ cursorKind: "uuid", cursor: ({ id }) => id },
          rows: ({ chosen, before, limit }) => {
            const state = states.find((one) => one === chosen.state);
            return parts.people.postsUnder({
              ...{ by: subject, limit },
              ...(state ? { state } : {}),
              ...(before === undefined ? {} : { before }),
            });
          },
        },
        empty: { title: t("portal.posts.empty") },
      };
    },
  });
}

function columns(parts: PostParts, request: FastifyRequest): Column<PostRecord>[] {
  const { t } = request;
  return [
    {
      ...{ key: "name", text: t("portal.posts.person"), kind: "text", value: ({ name }) => name },
      show: ({ id, name }) => html`<a class="tr-link" href="${address}/${id}">${name || t("portal.posts.no-name")}</a>`,
    },
    { key: "office", text: t("portal.posts.office"), kind: "text", value: (post) => officeText(parts, request, post) },
    { key: "area", text: t("portal.posts.area"), kind: "text", value: ({ area }) => areaText(parts, request, area) },
    { key: "since", text: t("portal.posts.since"), kind: "instant", value: ({ since }) => since },
    {
      ...{ key: "until", text: t("portal.posts.until"), kind: "instant" },
      value: ({ until, ended }) => ended?.at ?? until,
    },
    {
      ...{ key: "state", text: t("portal.posts.state"), kind: "text", value: ({ state }) => t(`portal.posts.state.${state}`) },
      show: ({ state }) => stateTag(request, state),
    },
  ];
}
