/** What to do about a host that costs too much. */
export const costHint =
  'Nothing of it was judged. See with plimsoll plan what the host was asked for, and there which command prints so much.';
