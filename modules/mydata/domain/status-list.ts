const block = 8192;

/**
 * The length of the published list: at least a block ahead of the indexes given out, and a whole number of blocks. A provider that holds a
 * slightly older list still finds the newest consents in it, and nobody can count consents by its length.
 */
export const listSize = (given: number): number => (Math.ceil(given / block) + 1) * block;
