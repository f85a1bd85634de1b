/** Where a door listens, and under which host name others know it. */
export type Door = { bind: string; host: string; port: number };
