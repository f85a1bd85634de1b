import { createReadStream } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { CodedError, problemOf } from "@troad/kernel";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { opendataFailure } from "../domain/errors.ts";
import type { InterfaceParts } from "./parts.ts";

const base = "/data/uploads";
/** An upload that nobody goes on with is erased after a day; so many may be unfinished at once. */
const keptMs = 24 * 3_600_000;
const mostUnfinished = 50;
const shortText = (value: string | null | undefined, most: number): string => (value ?? "").trim().slice(0, most).toWellFormed();

type Parts = InterfaceParts & { folder: string; maxBytes: number };
export type Resumable = { erase(): Promise<number> };

/**
 * Resumable uploads by the tus protocol 1.0 for programs with a key of an agency: what was cut off goes on where it stopped. The metadata
 * `set` names the data set, `resource` a file that is replaced, `title` and `filename`; the whole file is checked as one of a form is.
 */
export function resumableRoutes(app: FastifyInstance, parts: Parts): Resumable {
  const { folder, maxBytes, keys, catalogue, publishing } = parts;
  const store = new FileStore({ directory: folder, expirationPeriodInMilliseconds: keptMs });
  const writers = new WeakMap<object, { agency: string; by: string }>();
  const raw = (request: { runtime?: { node?: { req?: object } } }): { agency: string; by: string } => {
    const writer = writers.get(request.runtime?.node?.req ?? {});
    if (!writer) throw new Error("a request without its writer");
    return writer;
  };
  const said = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      throw { status_code: error.status, body: error.code };
    }
  };
  const server = new Server({
    path: base,
    datastore: store,
    maxSize: maxBytes,
    relativeLocation: true,
    onUploadCreate: (request, upload) =>
      said(async () => {
        const { agency } = raw(request);
        const set = await catalogue.live(shortText(upload.metadata?.set, 100));
        if (set.agency !== agency) throw opendataFailure("opendata.not-found");
        if ((await readdir(folder)).length >= 2 * mostUnfinished) throw opendataFailure("opendata.query-busy");
        return { metadata: { ...upload.metadata, agency } };
      }),
    onIncomingRequest: (request, id) =>
      said(async () => {
        if (!id || request.method === "POST" || request.method === "OPTIONS") return;
        const upload = await store.getUpload(id);
        // an upload of another agency is none
        if (upload.metadata?.agency !== raw(request).agency) throw opendataFailure("opendata.not-found");
      }),
    onUploadFinish: (request, upload) =>
      said(async () => {
        const { by } = raw(request);
        const { metadata } = upload;
        const set = await catalogue.live(shortText(metadata?.set, 100));
        const file = join(folder, upload.id);
        try {
          const { id, report } = await publishing.receive({
            ...{ set, resource: shortText(metadata?.resource, 36) || null, title: shortText(metadata?.title, 200), by },
            ...{ fileName: shortText(metadata?.filename, 200) || "data", content: createReadStream(file) },
          });
          return { headers: { "x-troad-upload": id, "x-troad-badge": report.badge } };
        } finally {
          await store.remove(upload.id);
        }
      }),
  });

  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (request.method !== "OPTIONS") writers.set(request.raw, await keys.writer(request));
    await mkdir(folder, { recursive: true });
    reply.hijack();
    reply.raw.setHeader("x-content-type-options", "nosniff");
    reply.raw.setHeader("cache-control", "no-store");
    await server.handle(request.raw, reply.raw);
    return reply;
  };
  app.register(async (scope) => {
    // the body is read by the protocol's server
    scope.addContentTypeParser("application/offset+octet-stream", (_request, _body, done) => done(null));
    const options = { config: { dataOnly: true }, schema: { hide: true } };
    scope.setErrorHandler((error, request, reply) => {
      const problem = error instanceof CodedError ? problemOf(error, request.t) : undefined;
      if (!problem) throw error;
      return reply.code(problem.status).header("connection", "close").type("application/problem+json").send(problem);
    });
    for (const url of [base, `${base}/:id`])
      scope.route({ method: ["DELETE", "HEAD", "OPTIONS", "PATCH", "POST"], url, ...options, handler: answer });
  });
  return {
    erase: async () => {
      await mkdir(folder, { recursive: true });
      return store.deleteExpired();
    },
  };
}
