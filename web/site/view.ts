import { componentsIn, wordsIn } from "@troad/design";
import type { Html } from "@troad/html";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import type { FastifyReply, FastifyRequest } from "fastify";

/** The content of a page; the shell adds the rest. */
export type View = {
  title: string;
  content: Html;
  /** The path to the page, below the home page. */
  path?: { href: string; text: string }[];
  isError?: boolean;
  status?: number;
};
/** A page, or an answer that was already sent, such as a redirect. */
export type Answer = View | FastifyReply;

/** Components in the reader's language. */
export const uiOf = (request: FastifyRequest) => componentsIn(wordsIn(request.lang));
/** The calendar day in Taipei, which counts for deadlines, draws and claim periods. */
export const todayOf = ({ ctx }: { ctx: Pick<ModuleContext, "clock"> }): string => taipeiDate(ctx.clock.now());
/** Route options of a page: pages are not part of the interface described to programs. */
export const hidden = { schema: { hide: true } } as const;
