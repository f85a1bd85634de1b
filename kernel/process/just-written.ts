import type { FastifyInstance, FastifyRequest } from "fastify";
import { longestStaleSeconds, withoutStandby } from "../db/standby.ts";

/** Set in a browser that has changed something; says nothing but that. */
const wroteCookie = "troad-wrote";
const onlyReads = new Set(["GET", "HEAD"]);

const hasWritten = ({ method, headers }: Pick<FastifyRequest, "method" | "headers">): boolean =>
  !onlyReads.has(method) || (headers.cookie ?? "").split(/;\s*/).includes(`${wroteCookie}=1`);

/** Handles a request; one that writes, or comes from a browser that has just done so, sees what is committed and nothing older. */
export const inItsTime = (request: Pick<FastifyRequest, "method" | "headers">, work: () => void): void =>
  hasWritten(request) ? withoutStandby(work) : work();

/** A browser that has changed something reads from the primary for as long as an answer of a standby may be old. */
export function rememberWriters(app: FastifyInstance, https: boolean): void {
  app.addHook("onSend", (request, reply, _payload, done) => {
    const isBrowser = request.headers.cookie !== undefined || reply.hasHeader("set-cookie");
    if (isBrowser && !onlyReads.has(request.method) && reply.statusCode < 400)
      reply.setCookie(wroteCookie, "1", {
        path: "/",
        maxAge: longestStaleSeconds,
        httpOnly: true,
        sameSite: "lax",
        secure: https,
      });
    done();
  });
}
