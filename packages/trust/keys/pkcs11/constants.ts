/** The few numbers of PKCS#11 2.40 (OASIS, pkcs11t.h) that signing needs. */
export const CKF = { osLocking: 2n, serial: 4n, readWrite: 2n } as const;
export const CKU_SO = 0n;
export const CKU_USER = 1n;
/** Flag of CK_TOKEN_INFO. */
export const CKF_TOKEN_INITIALIZED = 0x400n;
export const CKC_X509 = 0n;
export const CKO = { certificate: 1n, publicKey: 2n, privateKey: 3n } as const;
export const CKK = { rsa: 0n, ec: 3n } as const;
export const CKM = { rsaKeyPair: 0n, ecKeyPair: 0x1040n, ecdsa: 0x1041n, sha256Rsa: 0x40n } as const;

export const CKA = {
  class: 0x0n,
  token: 0x1n,
  private: 0x2n,
  label: 0x3n,
  value: 0x11n,
  certificateType: 0x80n,
  subject: 0x101n,
  keyType: 0x100n,
  id: 0x102n,
  sensitive: 0x103n,
  sign: 0x108n,
  verify: 0x10an,
  modulus: 0x120n,
  modulusBits: 0x121n,
  publicExponent: 0x122n,
  extractable: 0x162n,
  local: 0x163n,
  neverExtractable: 0x164n,
  alwaysSensitive: 0x165n,
  ecParams: 0x180n,
  ecPoint: 0x181n,
} as const;

/** Return values that mean something to us; every other one is "refused", with its number. */
export const CKR = {
  ok: 0x0,
  deviceError: 0x30,
  deviceRemoved: 0x32,
  keyHandleInvalid: 0x60,
  objectHandleInvalid: 0x82,
  operationActive: 0x90,
  pinIncorrect: 0xa0,
  pinInvalid: 0xa1,
  pinLenRange: 0xa2,
  pinExpired: 0xa3,
  pinLocked: 0xa4,
  sessionClosed: 0xb0,
  sessionCount: 0xb1,
  sessionHandleInvalid: 0xb3,
  tokenNotPresent: 0xe0,
  tokenNotRecognized: 0xe1,
  alreadyLoggedIn: 0x100,
  notLoggedIn: 0x101,
  notInitialized: 0x190,
  alreadyInitialized: 0x191,
} as const;

/** After these the token may well work again once everything is opened anew: it was unplugged, restarted or lost our sessions. */
export const lostSession: ReadonlySet<number> = new Set([
  CKR.deviceError,
  CKR.deviceRemoved,
  CKR.keyHandleInvalid,
  CKR.objectHandleInvalid,
  CKR.sessionClosed,
  CKR.sessionHandleInvalid,
  CKR.tokenNotPresent,
  CKR.tokenNotRecognized,
  CKR.notLoggedIn,
]);
