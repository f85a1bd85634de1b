import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type FastifyInstance, fastify } from "fastify";
import Type, { type TSchema } from "typebox";
import Value from "typebox/value";
import { asCoded, kernelFailure } from "../errors.ts";
import type { ModuleContext } from "../module.ts";

/** A Unix socket path holds at most 107 bytes (Linux; 103 on macOS); a server is bound under a longer temporary name first. */
const longestPath = 95;

type Context = Pick<ModuleContext, "texts" | "log">;
/** Methods by name, the schema of their argument (a method without one takes none), and the actor for the audit. */
export type LocalMethods = { methods: readonly string[]; asked: Partial<Record<string, TSchema>>; api: object; actor: string };
export type LocalServer = { socket: string; close(): Promise<void> };

/**
 * A Unix socket in a folder that only the user of this process may enter. It needs no port, certificate or password beyond the file
 * system's permissions. The server sets the actor, never the caller. If two processes open the same server, the later one keeps it.
 */
export async function openLocalServer(ctx: Context, near: string, offered: LocalMethods): Promise<LocalServer> {
  const short = Buffer.byteLength(path.join(near, "door.sock")) <= longestPath;
  const folder = short ? near : fs.mkdtempSync(path.join(os.tmpdir(), "troad-door-"));
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700); // also if an older run set another mode
  const socket = path.join(folder, "door.sock");
  const opened = path.join(folder, `${process.pid}.sock`);
  fs.rmSync(opened, { force: true }); // left by a run that was killed
  const app = fastify({ bodyLimit: 256 * 1024, forceCloseConnections: true });
  routes(app, ctx, offered);
  await app.listen({ path: opened });
  fs.chmodSync(opened, 0o600);
  const { ino } = fs.statSync(opened);
  // replaces what a killed run left, or another process that starts with us
  fs.renameSync(opened, socket);
  return {
    socket,
    close: async () => {
      await app.close();
      if (!short) fs.rmSync(folder, { recursive: true, force: true });
      else if (fs.statSync(socket, { throwIfNoEntry: false })?.ino === ino) fs.rmSync(socket, { force: true });
    },
  };
}

function routes(app: FastifyInstance, ctx: Context, { methods, asked, api, actor }: LocalMethods): void {
  app.post<{ Params: { method: string }; Body: { argument?: unknown } | null }>("/:method", async (request, reply) => {
    try {
      const method = methods.find((one) => one === request.params.method);
      if (!method) throw kernelFailure("request.not-found");
      const argument = request.body?.argument;
      if (!Value.Check(asked[method] ?? Type.Undefined(), argument)) throw kernelFailure("request.invalid", { reason: method });
      const call = (api as Record<string, (argument: unknown) => Promise<unknown>>)[method]!; // each method parses its own argument
      const result = await call(typeof argument === "object" ? { ...argument, actor } : argument);
      return { result: result ?? null };
    } catch (thrown) {
      const error = asCoded(thrown);
      if (error.status >= 500) ctx.log.error({ err: error.cause ?? error }, "an operator's call failed");
      const lang = ctx.texts.negotiate(request.headers["accept-language"]);
      const message = ctx.texts.translator(lang)(`error.${error.code}`, error.params);
      return reply.code(error.status).send({ code: error.code, message });
    }
  });
}
