import { button, summaryList, time } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import type { PostRecord } from "@troad/people/api";
import { hidden, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { stateTag } from "./list.ts";
import { address, appointers, areaText, officeText, type PostParts } from "./parts.ts";

const mostReason = 500;

/** One post, and ending it: at once, with a reason. */
export function postPage(app: FastifyInstance, parts: PostParts): void {
  const { site, people } = parts;
  const postIn = async (request: FastifyRequest, { subject }: Session): Promise<PostRecord> => {
    const post = await people.postUnder({ by: subject, id: (request.params as { id: string }).id });
    if (!post) throw kernelFailure("request.not-found");
    return post;
  };
  app.get(
    `${address}/:id`,
    hidden,
    site.signedIn(appointers, async (request, session) => page(parts, request, session, await postIn(request, session))),
  );
  app.post(
    `${address}/:id/end`,
    hidden,
    site.signedIn(
      appointers,
      async (request, session, reply) => {
        const post = await postIn(request, session);
        const reason = posted(request, "reason", mostReason);
        if (reason === "") return { ...page(parts, request, session, post, true), status: 422, isError: true };
        await people.endPost({ id: post.id, by: session.subject, reason });
        return seeOther(reply, `${address}/${post.id}`);
      },
      { returnTo: (request) => `${address}/${(request.params as { id: string }).id}` },
    ),
  );
}

function page(parts: PostParts, request: FastifyRequest, { subject }: Session, post: PostRecord, isMissing = false): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const title = t("portal.posts.of", { name: post.name || t("portal.posts.no-name") });
  const row = (key: string, value: { text: string } | { html: ReturnType<typeof time> }) => ({
    ...{ key: { text: t(`portal.posts.${key}`) }, value },
  });
  const facts = summaryList({
    rows: [
      row("office", { text: officeText(parts, request, post) }),
      row("area", { text: areaText(parts, request, post.area) }),
      row("since", { html: time(post.since, { lang }) }),
      row("until", post.until === null ? { text: t("portal.posts.no-end") } : { html: time(post.until, { lang }) }),
      ...(post.ended ? [row("ended", { html: time(post.ended.at, { lang }) }), row("reason", { text: post.ended.reason })] : []),
    ],
  });
  const reason = ui.textarea({
    ...{ id: "reason", name: "reason", rows: 3, label: { text: t("portal.posts.reason") } },
    hint: { text: t("portal.posts.reason-hint") },
    ...(isMissing ? { errorMessage: { text: t("portal.posts.reason-missing") } } : {}),
  });
  const end = html`<h2>${t("portal.posts.end-title")}</h2><p>${t("portal.posts.end-lead")}</p>
    <form method="post" action="${address}/${post.id}/end" novalidate>${reason}
    ${button({ text: t("portal.posts.end"), classes: "tr-button--warning" })}</form>`;
  const summary =
    isMissing &&
    ui.errorSummary({
      titleText: t("web.form.problem"),
      errorList: [{ text: t("portal.posts.reason-missing"), href: "#reason" }],
    });
  const mayEnd = post.state !== "over" && post.subject !== subject;
  const content = html`${summary}<h1>${title}</h1><p>${stateTag(request, post.state)}</p>${facts}${mayEnd && end}`;
  return { title, content, path: [{ href: address, text: t("portal.posts.title") }] };
}
