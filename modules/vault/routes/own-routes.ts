import { exactly, uuidSchema } from "@troad/kernel";
import type { Session } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";
import { credentialId, publicKey, sealedKey, sealedName, sealedSigner, secretText, signatureText } from "../domain/change.ts";
import { sealedPiece } from "../domain/format.ts";
import { fail } from "../errors.ts";
import type { VaultParts } from "../pages/parts.ts";
import { base } from "../pages/parts.ts";

const newVault = exactly({
  id: uuidSchema(),
  salt: secretText(),
  publicKey: publicKey(),
  signer: sealedSigner(),
  passkey: exactly({ id: uuidSchema(), credential: credentialId(), box: sealedKey() }),
  recovery: exactly({ id: uuidSchema(), box: sealedKey() }),
});
const signedChange = exactly({
  turn: Type.Integer({ minimum: 0 }),
  change: Type.String({ maxLength: 2_000 }),
  signature: signatureText(),
});
const newFile = exactly({
  id: uuidSchema(),
  size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  key: sealedKey(),
  name: sealedName(),
});
const newShare = exactly({
  id: uuidSchema(),
  file: uuidSchema(),
  key: sealedKey(),
  access: secretText(),
  days: Type.Integer({ minimum: 1, maximum: 30 }),
  most: Type.Union([Type.Integer({ minimum: 1, maximum: 100 }), Type.Null()]),
});
const params = exactly({ id: uuidSchema() });
const pieceParams = exactly({ id: uuidSchema(), seq: Type.Integer({ minimum: 0, maximum: 100_000 }) });
type Piece = Static<typeof pieceParams>;

const config = { dataOnly: true, nestedBody: true };
const hide = true;

/** What the page of a vault asks with its script: JSON, and pieces of files as bytes. */
export function ownRoutes(app: FastifyInstance, { sessionOf, vaults, files, shares }: VaultParts): void {
  app.addContentTypeParser("application/octet-stream", { parseAs: "buffer", bodyLimit: sealedPiece }, (_request, body, done) =>
    done(null, body),
  );
  /** Answers the person who is signed in; nothing that is answered is kept on the way. */
  const own =
    (answer: (person: Session, request: FastifyRequest) => Promise<unknown>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      reply.header("cache-control", "no-store");
      const person = await sessionOf(request);
      if (!person) throw fail("vault.signed-out");
      request.subject = person.subject;
      return (await answer(person, request)) ?? {};
    };
  const body = <T>(request: FastifyRequest): T => request.body as T;
  const id = (request: FastifyRequest): string => (request.params as { id: string }).id;

  app.get(
    `${base}/vault.json`,
    { config, schema: { hide } },
    own(async ({ subject }) => {
      const vault = await vaults.find(subject);
      const limits = { file: files.limits.fileBytes, quota: files.limits.quotaBytes };
      if (!vault) return { vault: null, limits };
      const { public_key: _public, ...shown } = vault;
      return { vault: { ...shown, ...(await files.list(vault.id)), shares: await shares.list(vault.id) }, limits };
    }),
  );
  app.post(
    `${base}/setup`,
    { config, schema: { hide, body: newVault } },
    own(({ subject }, request) => vaults.setUp(subject, body(request))),
  );
  app.post(
    `${base}/change`,
    { config, schema: { hide, body: signedChange } },
    own(({ subject }, request) => vaults.change(subject, body(request))),
  );
  app.post(
    `${base}/erase`,
    { config, schema: { hide, body: exactly({ confirm: Type.Literal("erase") }) } },
    own(({ subject }) => vaults.erase(subject)),
  );
  app.post(
    `${base}/files`,
    { config, schema: { hide, body: newFile } },
    own(({ subject }, request) => files.begin(subject, body(request))),
  );
  app.post(
    `${base}/files/:id/:seq`,
    { config, bodyLimit: sealedPiece, schema: { hide, params: pieceParams } },
    own(async ({ subject }, request) => {
      if (!Buffer.isBuffer(request.body)) throw fail("vault.malformed");
      await files.append(subject, { ...(request.params as Piece), bytes: request.body });
    }),
  );
  app.post(
    `${base}/files/:id/stored`,
    { config, schema: { hide, params } },
    own(({ subject }, request) => files.finish(subject, id(request))),
  );
  app.post(
    `${base}/files/:id/delete`,
    { config, schema: { hide, params } },
    own(({ subject }, request) => files.remove(subject, id(request))),
  );
  app.get<{ Params: Piece }>(
    `${base}/files/:id/:seq/piece.bin`,
    { config, schema: { hide, params: pieceParams } },
    async (request, reply) => {
      const send = own(({ subject }) => files.piece(subject, request.params.id, request.params.seq));
      const bytes = await send(request, reply);
      return reply.type("application/octet-stream").send(bytes);
    },
  );
  app.post(
    `${base}/shares`,
    { config, schema: { hide, body: newShare } },
    own(({ subject }, request) => shares.create(subject, body(request))),
  );
  app.post(
    `${base}/shares/:id/end`,
    { config, schema: { hide, params } },
    own(({ subject }, request) => shares.end(subject, id(request))),
  );
}
