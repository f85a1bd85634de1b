import { html } from "@troad/html";
import { kernelFailure, type ModuleContext, taipeiDate } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Session } from "../site/session.ts";
import { type Answer, hidden, type View } from "../site/view.ts";
import { sendListFile } from "./file.ts";
import type { List } from "./list.ts";
import { type ShownList, showList } from "./page.ts";

type Route = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
type Load<S> = (request: FastifyRequest, session: S, reply: FastifyReply) => Promise<Answer>;

export type ListRoutes<S, Row> = {
  app: FastifyInstance;
  ctx: Pick<ModuleContext, "clock">;
  address: string;
  /** Who may see it, such as `(load) => site.signedIn(["auditor"], load)`; the file has the same guard. */
  guard: (load: Load<S>) => Route;
  list: (request: FastifyRequest, session: S) => Promise<List<Row>>;
  /** The page around the list; by default its title above it. */
  view?: (request: FastifyRequest, list: List<Row>, shown: ShownList) => View;
};

/** A list as a page and, where it has a file, as CSV. */
export function listRoutes<S extends Session | undefined, Row>({
  app,
  ctx,
  address,
  guard,
  list,
  view = titled,
}: ListRoutes<S, Row>): void {
  app.get(
    address,
    hidden,
    guard(async (request, session) => {
      const own = await list(request, session);
      const shown = await showList(request, own);
      return { ...view(request, own, shown), status: shown.status, isError: shown.isError };
    }),
  );
  app.get(
    `${address}.csv`,
    hidden,
    guard(async (request, session, reply) => {
      const own = await list(request, session);
      if (own.file === undefined) throw kernelFailure("request.not-found");
      return sendListFile(request, reply, own, taipeiDate(ctx.clock.now()));
    }),
  );
}

const titled = <Row>(_request: FastifyRequest, { title, path = [] }: List<Row>, { content }: ShownList): View => ({
  title,
  content: html`<h1>${title}</h1>${content}`,
  path,
});
