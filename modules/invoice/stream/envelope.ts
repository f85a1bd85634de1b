import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";
import { headers, type MsgHdrs } from "@nats-io/transport-node";
import type { Request } from "../intake/take.ts";

/** How the bytes of an upload are read when it is judged. */
export type Form = "json" | "mig";
/** An upload as it lies in the stream: who sent it under which key. Its bytes are the body of the message. */
export type Upload = { readonly sender: string; readonly key: string; readonly digest: string; readonly form: Form };

const hashOf = (...parts: readonly string[]): Buffer => createHash("sha256").update(parts.join("\n")).digest();

export const uploadOf = ({ sender, key, digest }: Request, form: Form): Upload => ({ sender: sender.id, key, digest, form });

/** Two contents under one key are two messages: the second is judged, and refused, like any other. */
export const messageId = ({ sender, key, digest }: Upload): string => hashOf(sender, key, digest).toString("hex");

/** The id of the package that the upload becomes, known before it is judged, and the same for the same request (UUID version 8). */
export function packageIdOf({ sender, key, digest }: Upload): string {
  const bytes = hashOf("package", sender, key, digest).subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Header values are of one line: what a sender chose is written as base64url. */
export function headersOf({ sender, key, digest, form }: Upload): MsgHdrs {
  const all = headers();
  all.set("Troad-Sender", Buffer.from(sender).toString("base64url"));
  all.set("Troad-Key", Buffer.from(key).toString("base64url"));
  all.set("Troad-Digest", digest);
  all.set("Troad-Form", form);
  return all;
}

/** Undefined for what no process of ours wrote. */
export function readHeaders(all: MsgHdrs | undefined): Upload | undefined {
  const text = (name: string): string => Buffer.from(all?.get(name) ?? "", "base64url").toString();
  const [sender, key, digest, form] = [text("Troad-Sender"), text("Troad-Key"), all?.get("Troad-Digest"), all?.get("Troad-Form")];
  if (!sender || !key || !digest || (form !== "json" && form !== "mig")) return undefined;
  return { sender, key, digest, form };
}

const [compress, decompress] = [promisify(zstdCompress), promisify(zstdDecompress)];
/** As much as an upload may have (`intake-routes.ts`). */
const maxOutputLength = 32 * 1024 * 1024;

/** Invoices repeat the names of their fields: a tenth of the bytes goes over the network and to the disks of three servers. */
export const packed = (content: Buffer): Promise<Buffer> =>
  compress(content, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
export const unpacked = (bytes: Uint8Array): Promise<Buffer> => decompress(bytes, { maxOutputLength });
