/**
 * Options of ssh_config, in lower case, that make no difference for reading a host: terminals, forwardings, comfort,
 * limits that plimsoll has its own of, and those that OpenSSH itself passes over by now (readconf.c).
 */
export const immaterialOptions: ReadonlySet<string> = new Set(
  (
    'addkeystoagent addressfamily batchmode casignaturealgorithms challengeresponseauthentication ' +
    'channeltimeout checkhostip ciphers compression connectionattempts connecttimeout controlmaster ' +
    'controlpath controlpersist dynamicforward enableescapecommandline escapechar exitonforwardfailure ' +
    'fingerprinthash forkafterauthentication forwardagent forwardx11 forwardx11timeout forwardx11trusted ' +
    'gatewayports gssapiauthentication gssapiclientidentity gssapidelegatecredentials gssapikeyexchange ' +
    'gssapirenewalforcesrekey gssapiserveridentity gssapitrustdns hashknownhosts hostbasedacceptedalgorithms ' +
    'hostbasedauthentication hostbasedkeytypes hostkeyalgorithms ignoreunknown ipqos ' +
    'kbdinteractiveauthentication kexalgorithms localforward loglevel logverbose macs ' +
    'nohostauthenticationforlocalhost numberofpasswordprompts obscurekeystroketiming passwordauthentication ' +
    'permitlocalcommand preferredauthentications proxyusefdpass pubkeyacceptedalgorithms ' +
    'pubkeyacceptedkeytypes pubkeyauthentication rekeylimit remoteforward requesttty sendenv ' +
    'serveralivecountmax serveraliveinterval sessiontype setenv stdinnull streamlocalbindmask ' +
    'streamlocalbindunlink stricthostkeychecking syslogfacility tcpkeepalive updatehostkeys usekeychain ' +
    'verifyhostkeydns visualhostkey xauthlocation localcommand keepalive dsaauthentication skeyauthentication ' +
    'tisauthentication protocol cipher fallbacktorsh globalknownhostsfile2 rhostsauthentication ' +
    'userknownhostsfile2 useroaming usersh useprivilegedport afstokenpassing kerberosauthentication ' +
    'kerberostgtpassing rsaauthentication rhostsrsaauthentication compressionlevel'
  ).split(' '),
);
