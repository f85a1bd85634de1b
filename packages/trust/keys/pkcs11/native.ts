import { realpathSync } from "node:fs";
import { TrustError } from "../../codes.ts";
import { CKF, CKR } from "./constants.ts";

/** Positions in CK_FUNCTION_LIST (PKCS#11 2.40 §6.2) and the kinds of their arguments: n a CK_ULONG, p a pointer. */
const functions = {
  C_Initialize: [0, "p"],
  C_GetSlotList: [4, "npp"],
  C_GetTokenInfo: [6, "np"],
  C_InitToken: [9, "npnp"],
  C_InitPIN: [10, "npn"],
  C_SetPIN: [11, "npnpn"],
  C_OpenSession: [12, "nnppp"],
  C_CloseSession: [13, "n"],
  C_CloseAllSessions: [14, "n"],
  C_Login: [18, "nnpn"],
  C_Logout: [19, "n"],
  C_CreateObject: [20, "npnp"],
  C_GetAttributeValue: [24, "nnpn"],
  C_FindObjectsInit: [26, "npn"],
  C_FindObjects: [27, "npnp"],
  C_FindObjectsFinal: [28, "n"],
  C_SignInit: [42, "npn"],
  C_Sign: [43, "npnpp"],
  C_GenerateKeyPair: [59, "nppnpnpp"],
} as const;

type FunctionName = keyof typeof functions;
type Argument = bigint | Uint8Array | null;

/** One PKCS#11 library in this process. `call` runs off the event loop and gives the CK_RV. */
export interface Cryptoki {
  call(name: FunctionName, ...args: readonly Argument[]): Promise<number>;
  /** The address of bytes that the caller keeps until the call has ended; for pointers inside structures. */
  addressOf(bytes: Uint8Array): bigint;
}

const loaded = new Map<string, Promise<Cryptoki>>();
/** A library is unloaded when nothing refers to it any more, and pointers to its functions do not count. */
const keptLoaded = new Set<object>();

/** Loads and initialises a library once a process, as PKCS#11 §5.4 wants it. Throws `token.module`. */
export function loadCryptoki(modulePath: string): Promise<Cryptoki> {
  let file: string;
  try {
    file = realpathSync(modulePath);
  } catch {
    return Promise.reject(new TrustError("token.module", modulePath));
  }
  let opening = loaded.get(file);
  if (!opening) {
    opening = open(file);
    loaded.set(file, opening);
    opening.catch(() => loaded.delete(file));
  }
  return opening;
}

async function open(file: string): Promise<Cryptoki> {
  // Structures are packed by hand below, for systems whose unsigned long has 64 bits: all of ours but Windows.
  if (process.platform === "win32") throw new TrustError("token.module", "not on Windows");
  try {
    // Loaded only where a token is used: a system without this binary keeps running with keys in files.
    const { default: koffi } = await import("koffi");
    const library = koffi.load(file);
    keptLoaded.add(library);
    const list = Buffer.alloc(8);
    const status = library.func("C_GetFunctionList", "ulong", ["void *"])(list);
    if (Number(status) !== CKR.ok) throw new Error(`C_GetFunctionList ${status}`);
    const table = koffi.decode(list, "void *");
    const entries = Object.entries(functions).map(([name, [position, kinds]]) => {
      const proto = koffi.proto(
        "ulong",
        [...kinds].map((kind) => (kind === "n" ? "ulong" : "void *")),
      );
      // CK_VERSION takes two bytes and is padded to the size of a pointer.
      return [name, koffi.decode(koffi.decode(table, 8 + 8 * position, "void *"), proto)] as const;
    });
    const byName = new Map<string, { async: (...args: unknown[]) => void }>(entries);
    // The library works on these bytes from another thread: nothing of a call may be collected before it has ended.
    const running = new Set<readonly Argument[]>();
    const cryptoki: Cryptoki = {
      addressOf: (bytes) => koffi.address(bytes),
      call: (name, ...args) =>
        new Promise((resolve, reject) => {
          running.add(args);
          byName.get(name)!.async(...args, (error: unknown, value: number | bigint) => {
            running.delete(args);
            if (error) reject(error);
            else resolve(Number(value));
          });
        }),
    };
    const locking = Buffer.alloc(48);
    locking.writeBigUInt64LE(CKF.osLocking, 32);
    const initialised = await cryptoki.call("C_Initialize", locking);
    if (initialised !== CKR.ok && initialised !== CKR.alreadyInitialized) throw new Error(`C_Initialize ${initialised}`);
    return cryptoki;
  } catch (error) {
    if (error instanceof TrustError) throw error;
    throw new TrustError("token.module", error instanceof Error ? error.message : String(error));
  }
}
