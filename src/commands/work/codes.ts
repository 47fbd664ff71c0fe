/** Why what came of a host could not be handled; a closed list, as that of the ways to a host. */
export const handlingCodes = ['COST_LIMIT', 'BUNDLE_INVALID'] as const;

export type HandlingCode = (typeof handlingCodes)[number];
