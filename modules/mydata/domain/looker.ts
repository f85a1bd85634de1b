/** The part of the platform that looks at people's own data for what they may be entitled to, as the recipient of these reads. */
export const looker = "platform:entitled";
