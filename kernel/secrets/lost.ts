import { ConfigurationError } from "../env.ts";

export type LostSecret = {
  file: string /** Below the data folder, as `troad secrets` names it. */;
  name?: string;
  state: "missing" | "another one";
};

/** A secret that the data needs is missing: says which file, how to restore it, and how to give it up. */
export function lostSecret(lost: LostSecret[]): ConfigurationError {
  const files = lost.map(({ file, state }) => `  ${file}: ${state}`).join("\n");
  const names = lost.flatMap(({ name }) => (name ? [`--forget=${name}`] : []));
  const sentences = [
    `The database knows these secrets and keys, and the files are not the same:\n${files}`,
    "Put them back from a backup of the data folder (mode 0600) and start again.",
    ...(names.length === 0 ? [] : [`If it is lost for good, give it up with: troad secrets ${names.join(" ")}`]),
    ...(names.length === 0 ? [] : ["The next start makes a new one; what the old one opened stays closed."]),
  ];
  return new ConfigurationError(sentences.join("\n"), "secret.lost");
}

/** Key, certificate and passphrase that do not match. */
export const unfitKey = (text: string): ConfigurationError =>
  new ConfigurationError(
    `${text} Put the files back from a backup of the data folder (mode 0600) and start again.`,
    "secret.unfit",
  );
