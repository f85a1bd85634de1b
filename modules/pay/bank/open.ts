import path from "node:path";
import { ConfigurationError, type ModuleContext } from "@troad/kernel";
import { type BankChannel, folderChannel } from "./channel.ts";
import { bankFormats } from "./format.ts";

type Parts = Pick<ModuleContext, "demo" | "folder" | "clock"> & {
  env: {
    PAY_BANK_FOLDER: string | undefined;
    PAY_BANK_ACCOUNT: string | undefined;
    PAY_BANK_SECONDS: number;
    PAY_BANK_FORMAT: keyof typeof bankFormats;
  };
};
export type OpenBank = {
  channel: BankChannel;
  everyMs: number;
  /** Takes in what the bank has put; in the demonstration its bank works first. */
  look(takeIn: () => Promise<number>): Promise<unknown>;
};

const accountForm = /^\d{3}-\d{6,16}$/;
const demoAccount = "004-100000000001";
const demoEveryMs = 3_000;

/** The bank of an installation; undefined where there is none. The demonstration has a bank of its own, which is loaded nowhere else. */
export async function openBank({ demo, folder, clock, env }: Parts): Promise<OpenBank | undefined> {
  const { PAY_BANK_FOLDER: own, PAY_BANK_ACCOUNT: account, PAY_BANK_SECONDS: seconds, PAY_BANK_FORMAT: format } = env;
  if (own !== undefined) {
    if (account === undefined || !accountForm.test(account))
      throw new ConfigurationError(
        "PAY_BANK_ACCOUNT: a bank code, a hyphen and a number are expected where PAY_BANK_FOLDER is set",
      );
    return {
      channel: folderChannel({ folder: own, account, format: bankFormats[format] }),
      everyMs: seconds * 1000,
      look: (takeIn) => takeIn(),
    };
  }
  if (!demo) return undefined;
  const { accountAnswer, bankDay } = await import("@troad/sandbox-bank");
  const demoFolder = path.join(folder, "bank");
  const nameMatches: BankChannel["nameMatches"] = async (asked) => accountAnswer(asked);
  return {
    channel: folderChannel({ folder: demoFolder, account: demoAccount, nameMatches }),
    everyMs: demoEveryMs,
    look: async (takeIn) => {
      await bankDay(demoFolder, clock.now());
      return takeIn();
    },
  };
}
