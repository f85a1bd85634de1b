import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { asCoded, kernelFailure, type ModuleContext } from "@troad/kernel";
import { type FastifyInstance, fastify } from "fastify";
import Type, { type TSchema } from "typebox";
import Value from "typebox/value";
import { type OperatorApi, operatorMethods } from "../api.ts";

/** A Unix socket path holds 107 bytes at most (Linux; 103 on macOS). */
const longestPath = 103;

const distribution = Type.Union([Type.Literal("internal"), Type.Literal("external")]);
const states = ["submitted", "approved", "declined", "revoked"].map((state) => Type.Literal(state));
/** What each method is asked with; a method that is not named takes nothing. */
const asked: Partial<Record<keyof OperatorApi, TSchema>> = {
  anchor: distribution,
  requests: Type.Object({
    state: Type.Optional(Type.Union(states)),
    before: Type.Optional(Type.String({ maxLength: 60 })),
    limit: Type.Integer({ minimum: 1, maximum: 200 }),
  }),
  trustAnchor: Type.Object({ xml: Type.String({ maxLength: 200_000 }) }),
  forgetAnchor: Type.Object({ instance: Type.String({ maxLength: 60 }) }),
  rotateKey: Type.Object({ distribution }),
  setGroup: Type.Object({
    code: Type.String({ maxLength: 60 }),
    description: Type.String({ maxLength: 200 }),
    members: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 1000 }),
  }),
};

/**
 * The door of whoever runs the registry: a Unix socket in a folder that the user of this process alone may enter. It needs no port,
 * certificate or password, nothing but the file system's own right, and opens the few methods of `operatorMethods`. The actor is
 * written by the door, never by the caller.
 */
export async function openOperatorDoor(
  ctx: Pick<ModuleContext, "folder" | "texts" | "log">,
  api: OperatorApi,
): Promise<{ socket: string; close(): Promise<void> }> {
  const near = path.join(ctx.folder, "operator");
  const short = Buffer.byteLength(path.join(near, "door.sock")) <= longestPath;
  const folder = short ? near : fs.mkdtempSync(path.join(os.tmpdir(), "troad-operator-"));
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700); // also where an older run made it otherwise
  const socket = path.join(folder, "door.sock");
  fs.rmSync(socket, { force: true }); // of a run that was killed
  const app = fastify({ bodyLimit: 256 * 1024, forceCloseConnections: true });
  operatorRoutes(app, ctx, api);
  await app.listen({ path: socket });
  fs.chmodSync(socket, 0o600);
  return {
    socket,
    close: async () => {
      await app.close();
      if (!short) fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function operatorRoutes(app: FastifyInstance, ctx: Pick<ModuleContext, "texts" | "log">, api: OperatorApi): void {
  app.post<{ Params: { method: string }; Body: { argument?: unknown } | null }>("/:method", async (request, reply) => {
    try {
      const method = operatorMethods.find((one) => one === request.params.method);
      if (!method) throw kernelFailure("request.not-found");
      const argument = request.body?.argument;
      if (!Value.Check(asked[method] ?? Type.Undefined(), argument)) throw kernelFailure("request.invalid", { reason: method });
      const call = api[method] as (argument: unknown) => Promise<unknown>; // each method reads its own argument
      const result = await call(typeof argument === "object" ? { ...argument, actor: "operator" } : argument);
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
