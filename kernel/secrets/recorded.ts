/** What this process knows about secret files: by path, whether a fingerprint is recorded now, or was once and was given up. */
const recorded = new Map<string, { fingerprint: string | undefined }>();
const listeners = new Set<() => void>();

export const expectedOf = (file: string): string | undefined => recorded.get(file)?.fingerprint;
/** False for a file unknown to the database: a new one, or one of a data folder from before there were fingerprints. */
export const wasRecorded = (file: string): boolean => recorded.has(file);
export const remember = (file: string, fingerprint: string | undefined): void => {
  recorded.set(file, { fingerprint });
};
export const forget = (file: string): boolean => recorded.delete(file);

export const secretMade = (): void => {
  for (const listener of listeners) listener();
};
/** Called after a secret was created while the process runs. */
export function onSecretMade(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
