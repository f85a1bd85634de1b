/** Who keeps an agency's data sets, and who decides that one becomes less open. */
export const officerRole = "data-officer";
export const headRole = "data-head";
