/**
 * The one rule for codes of subsystems, services and servers: letters, digits, hyphen, dot, underscore, so that no encoding is ever needed
 * (PR-REST section 4.8).
 */
export const codeForm = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
/** A code alone, as a pattern of a schema. */
export const codePattern = `^${codeForm}$`;
/**
 * Codes of instances, classes and members, as agencies have them (`305000000A`, `2.16.886.101`, a tax number). They stand in certificates, as
 * a serialNumber: a PrintableString, which has no underscore, of 64 characters at most (X.520), so each has its share of those.
 */
export const memberCodePattern = "^[A-Za-z0-9][A-Za-z0-9.-]{0,29}$";
export const memberClassPattern = "^[A-Za-z0-9][A-Za-z0-9.-]{0,15}$";
/** CLASS/CODE */
export const memberPattern = `${memberClassPattern.slice(0, -1)}/${memberCodePattern.slice(1)}`;
/** So many codes with slashes in between. */
export const pathPattern = (least: number, most = least): string => `^${codeForm}(/${codeForm}){${least - 1},${most - 1}}$`;
