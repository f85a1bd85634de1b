import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { installationSecret, type ModuleContext } from "@troad/kernel";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";
import Value from "typebox/value";

const primitive = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);
const keptSchema = Type.Object({
  /** The page on which it was typed. */
  page: Type.String(),
  values: Type.Record(Type.String(), Type.Union([primitive, Type.Array(primitive)])),
  errors: Type.Array(
    Type.Object({
      field: Type.String(),
      code: Type.String(),
      params: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
      part: Type.Optional(Type.String()),
    }),
  ),
  /** Nobody was signed in any more when it was sent. */
  signedOut: Type.Boolean(),
  /** Milliseconds since 1970. */
  expires: Type.Number(),
});
export type KeptAnswers = Omit<Static<typeof keptSchema>, "expires">;

/** A browser takes 4096 bytes a cookie, with its name and attributes. */
const [nonceBytes, tagBytes, longest, mostText] = [12, 16, 3_600, 64_000];
const keptMs = 15 * 60_000;

/**
 * Keeps what was typed on one page in the browser that sent it, encrypted (AES-256-GCM), for a quarter of an hour: a page with faults is a page of
 * its own that Back and reload can show, and a session that ended loses nothing. What is too long is not kept.
 */
export function keptAnswers(ctx: Pick<ModuleContext, "clock" | "folder" | "origin" | "name">) {
  const key = createHash("sha256")
    .update(`kept answers\n${installationSecret(ctx.folder, "kept-answers")}`)
    .digest();
  const secure = ctx.origin(ctx.name).startsWith("https:");
  const name = "kept";
  const cookie = (path: string) => ({ httpOnly: true, sameSite: "lax" as const, secure, path });
  const sealed = (text: string): string => {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const bytes = Buffer.concat([cipher.update(deflateRawSync(text)), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString("base64url");
  };
  const opened = (text: string | undefined): KeptAnswers | undefined => {
    if (!text || text.length > longest) return undefined;
    const bytes = Buffer.from(text, "base64url");
    if (bytes.length < nonceBytes + tagBytes) return undefined;
    try {
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      const packed = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
      const kept: unknown = JSON.parse(inflateRawSync(packed, { maxOutputLength: mostText }).toString("utf8"));
      return Value.Check(keptSchema, kept) && kept.expires > ctx.clock.now().getTime() ? kept : undefined;
    } catch {
      return undefined; // altered, or sealed by another installation
    }
  };
  return {
    /** Keeps answers for pages below `path`; false where they are too long for a cookie. */
    keep: (reply: FastifyReply, path: string, kept: KeptAnswers): boolean => {
      const text = JSON.stringify({ ...kept, expires: ctx.clock.now().getTime() + keptMs });
      const value = text.length > mostText ? undefined : sealed(text);
      if (value === undefined || value.length > longest) return false;
      reply.setCookie(name, value, { ...cookie(path), maxAge: keptMs / 1000 });
      return true;
    },
    /** What was typed on a page, if it is still kept. */
    of: (request: FastifyRequest, page: string): KeptAnswers | undefined => {
      const kept = opened(request.cookies[name]);
      return kept?.page === page ? kept : undefined;
    },
    forget: (reply: FastifyReply, path: string): void => void reply.clearCookie(name, cookie(path)),
  };
}
export type Kept = ReturnType<typeof keptAnswers>;
