/** Names the webhook, whose address is a secret; with _FILE behind it, the file that holds it. */
export const notifyVariable = 'PLIMSOLL_NOTIFY_URL';
