import { failures } from "@troad/kernel";

export const fail = failures({
  "vault.signed-out": 401,
  "vault.none": 404,
  "vault.exists": 409,
  "vault.malformed": 400,
  "vault.key-wrong": 403,
  "vault.out-of-turn": 409,
  "vault.too-many-passkeys": 409,
  "vault.passkey-known": 409,
  "vault.passkey-unknown": 404,
  "vault.last-passkey": 409,
  "vault.file-unknown": 404,
  "vault.file-known": 409,
  "vault.file-too-large": 413,
  "vault.full": 409,
  "vault.too-many-files": 409,
  "vault.piece-wrong": 409,
  "vault.not-whole": 409,
  "vault.share-unknown": 404,
  "vault.share-over": 410,
  "vault.too-many-shares": 409,
});
