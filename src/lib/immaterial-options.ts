/**
 * Options of ssh_config, in lower case, that make no difference for reading a host: terminals, forwardings, comfort,
 * limits that plimsoll has its own of.
 */
export const immaterialOptions: ReadonlySet<string> = new Set(
  (
    'addkeystoagent batchmode checkhostip ciphers compression connectionattempts connecttimeout controlmaster ' +
    'controlpath controlpersist enableescapecommandline escapechar exitonforwardfailure fingerprinthash ' +
    'forkafterauthentication forwardagent forwardx11 forwardx11timeout forwardx11trusted gatewayports ' +
    'gssapiauthentication gssapidelegatecredentials gssapikeyexchange hashknownhosts hostkeyalgorithms ' +
    'kbdinteractiveauthentication kexalgorithms localforward dynamicforward remoteforward loglevel macs ' +
    'numberofpasswordprompts nohostauthenticationforlocalhost passwordauthentication permitlocalcommand ' +
    'preferredauthentications pubkeyacceptedalgorithms pubkeyauthentication rekeylimit requesttty sendenv setenv ' +
    'serveralivecountmax serveraliveinterval stricthostkeychecking syslogfacility tcpkeepalive updatehostkeys ' +
    'usekeychain verifyhostkeydns visualhostkey xauthlocation'
  ).split(' '),
);
