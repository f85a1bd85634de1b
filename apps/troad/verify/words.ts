/** The meaning of each step in both languages; codes stay as they are, because manuals refer to them. */
export const stepWords: Readonly<Record<string, string>> = {
  container: "證據檔完整 / the evidence file is complete",
  references: "內容未被更改 / the contents were not altered",
  signature: "電子簽章正確 / the signature is right",
  certificate: "簽署者的憑證可信 / the signer's certificate is trusted",
  timestamp: "時戳可信 / a trusted time stamp",
  revocation: "簽署時憑證未被廢止 / the certificate was not revoked when it signed",
  issuer: "簽章者就是核發機關 / the signer is the issuer",
  standing: "沒有被廢止或暫停 / not revoked or suspended",
  validity: "在有效期限內 / within its validity period",
  status: "簽章時憑證未被廢止 / the certificate was not revoked when it signed",
  content: "簽章後內容未被更改 / the contents were not altered after signing",
  order: "時間順序合理 / the times are in a plausible order",
  "batch-timestamp": "批次時戳正確 / the shared time stamp is right",
  archive: "封存檔的鏈結完整 / the archive and its chain are whole",
};

export const validWords = "有效，全部相符 / everything holds";
/** For a container without bodies (erased, not kept or too large): everything else was checked and is valid. */
export const erasedWords = "內容已刪除或未附，其餘全部相符 / body erased or left out, everything else holds";
export const invalidWords = "無效，至少一項不符 / at least one check failed";
