/** Programs that run the command behind them, and how many words of their own stand before it. */
export const wrappers: ReadonlyMap<string, number> = new Map([
  ...counted(0, 'sudo doas env exec time nohup nice ionice command builtin busybox eatmydata xargs stdbuf setsid tini dumb-init'),
  ...counted(0, 'if then else elif while until do ! {'),
  ...counted(1, 'timeout gosu su-exec chroot flock retry'),
]); // prettier-ignore

/** Their options with a value. */
export const wrapperValues = wordSet('-u -g -h -n -I -P -L -a -d -s -k -C -U -p -t');

export const shells = wordSet('sh bash dash ash zsh ksh mksh fish su runuser');

/** Programs whose words are names of packages, once one of the verbs stands among them. */
export const packagers = wordSet(
  'apt apt-get apt-fast nala aptitude apk yum dnf dnf5 dnf-3 microdnf tdnf zypper pacman emerge xbps-install opkg brew pip pip2 pip3 pipx uv',
  'conda mamba micromamba poetry npm yarn pnpm bun gem cargo go composer luarocks cabal stack mix dpkg rpm pkg swupd',
  'corepack tlmgr cpanm Rscript install_packages nix-env snap flatpak dotnet',
);
export const packageVerbs = wordSet(
  'install in add update upgrade dist-upgrade full-upgrade dup patch build-dep remove purge autoremove autoclean clean',
  'reinstall get fetch require ci i groupinstall group localinstall makecache check-update refresh ref download sync swap',
  'fix satisfy dselect-upgrade safe-upgrade check-upgrade update-minimal distro-sync builddep source-install si inr',
  'install-new-recommends module enable disable dsc info show list search mark hold cache del erase upgrade-minimal global tool create -S -Sy -Syu -i -U',
);

/** Programs whose words are names of files, accounts and targets. */
export const plainPrograms = wordSet(
  'mkdir rm rmdir cp mv ln cd ls cat touch chmod chown chgrp find tar gzip gunzip xz unzip strip install which',
  'hash type make cmake ninja meson ldconfig set exit true false : sleep umask groupadd addgroup useradd adduser usermod',
  'groupmod deluser delgroup userdel update-ca-certificates update-alternatives dpkg-reconfigure locale-gen localedef',
  'dpkg-divert dpkg-query apt-mark apt-cache a2enmod a2dismod a2enconf a2ensite docker-php-ext-install setcap',
  'docker-php-ext-enable docker-php-ext-configure python python2 python3 perl ruby node php lua source . systemctl service pg_isready nc ldd file stat du df readlink realpath',
  'dirname basename uname id whoami pwd ps kill sync sha1sum sha256sum sha512sum md5sum shasum trap',
);

/** Programs whose words are text. */
export const printers = wordSet('echo printf tee');

/** Programs that fetch a file. */
export const fetchers = wordSet('curl wget aria2c fetch http https');

/** Programs that compare digests or name keys by them. */
export const digesters = wordSet(
  'sha1sum sha224sum sha256sum sha384sum sha512sum md5sum b2sum shasum gpg gpg2 apt-key git rpm rpmkeys cosign',
);

/** Words that say nothing secret wherever they stand. */
export const plainWords = wordSet(
  'install update upgrade add clean remove purge true false yes no on off null none 0 1 2 - -- . .. / * + = == != : ! { }',
  '[ ] [[ ]] # && || do done then else fi in esac $ @ % deb deb-src main contrib non-free non-free-firmware universe',
  'localhost GET POST HEAD PUT ping status ok OK root nobody and or not a+x +x u+x -eq -ne -gt -lt strict-ssl',
  'clone checkout fetch pull init submodule sslverify sslVerify http.sslVerify http.sslverify config set global login NONE CMD CMD-SHELL buildkit nop',
);

/** Settings that decide whether what is fetched is verified; with one of the values they are kept wherever they stand. */
export const settings = new RegExp(
  `(?:${[
    '(?:pkg_|repo_|localpkg_)?gpgcheck|sslverify|(?:enable)?strict-?ssl|ssl[_-]verify(?:peer|_mode)?|verify[_-]ssl|verify[_-]?peer',
    'verify-host|check[_-]certificate|tls-verify|https_validate_certificates|secure-http|stricthostkeychecking|signature-verification',
    'siglevel|_pkgverify_level|gosumdb|userknownhostsfile|allowinsecurerepositories|allowdowngradetoinsecurerepositories',
    'allowunauthenticated|allowweakrepositories|check-valid-until|check-date|disable-tls|allowinsecureprotocol|allow-insecure',
    'allow-weak|trusted|insecure|allowall|skip-verify|verify|node_tls_reject_unauthorized|pythonhttpsverify',
    'git_ssl_no_verify|goinsecure|gonosumdb|gonosumcheck|vault_skip_verify|bundle_ssl_verify_mode|perl_lwp_ssl_verify_hostname',
  ].join(
    '|',
  )})["']?[ \\t]?[:=]?[ \\t]?["']?(?:0|1|yes|no|true|false|on|off|none|never|verify_none|(?:optional )?trustall|disabled?|/dev/null)\\b`,
  'gi',
);

interface SecretOptions {
  readonly program: RegExp;
  /** Letters of the options that a secret follows, or is written behind. */
  readonly letters: string;
  /** Only written behind the letter. */
  readonly attached?: true;
  /** What stands before the secret in the same word. */
  readonly user?: ':' | '%';
}

/** Programs whose password stands behind an option that is not called so. From their manuals. */
export const secretOptions: readonly SecretOptions[] = [
  { program: /^curl$/, letters: 'uU', user: ':' },
  { program: /^(?:mysql|mariadb)[\w-]*$/, letters: 'p', attached: true },
  { program: /^(?:redis|valkey|keydb)-(?:cli|benchmark)$/, letters: 'a' },
  { program: /^sshpass$/, letters: 'p' },
  { program: /^(?:docker|podman|buildah|skopeo|helm|crane|oras|nerdctl|az|oc|mc) login$/, letters: 'p' },
  { program: /^mongo(?:sh|dump|restore|export|import|stat|top)?$/, letters: 'p' },
  { program: /^ldap(?:search|add|modify|delete|passwd|whoami)$/, letters: 'w' },
  { program: /^(?:sqlcmd|bcp|osql|isql|tsql|ipmitool|cqlsh|ssh-keygen|zip|unzip|zipcloak)$/, letters: 'P' },
  { program: /^ssh-keygen$/, letters: 'N' },
  { program: /^(?:7z|7za|7zr|7zz|rar|unrar|beeline|dotnet|twine|useradd|usermod|xfreerdp)$/, letters: 'p' },
  { program: /^(?:smbclient|rpcclient|smbget|net)$/, letters: 'U', user: '%' },
  { program: /^openssl$/, letters: 'kK' },
  { program: /^snmp(?:get|walk|set|bulkwalk)$/, letters: 'cAX' },
];

/** Words behind which, in the words of a program, a secret follows. */
export const secretWords: ReadonlyMap<string, string> = new Map([
  ['mysqladmin', 'password'],
  ['mariadb-admin', 'password'],
  ['vault', 'login'],
  ['redis-cli', 'AUTH'],
  ['valkey-cli', 'AUTH'],
]);

/** Options by which a program takes a secret from what is piped into it, and programs that always do. */
export const pipedOptions = wordSet('--password-stdin --with-token --passphrase-fd --stdin');
export const pipedPrograms = wordSet('chpasswd chgpasswd');

/** Programs with a command `login`. */
export const loginPrograms = wordSet('docker podman buildah skopeo helm crane oras nerdctl az oc mc');

/** Programs whose long options have one dash. */
export const singleDash = wordSet(
  'find openssl java javac keytool gcc g++ cc clang go terraform ffmpeg powershell pwsh',
);

/** Schemes of logins in headers. */
export const schemes = wordSet('basic bearer token digest negotiate apikey');

/** Files by how their names end. */
export const endings = wordSet(
  'sh bash py pl rb js mjs ts php lua tar gz tgz zip xz bz2 zst lz4 7z deb rpm apk jar war whl gem egg exe msi json yaml yml',
  'toml xml txt md conf cfg ini repo list sources key asc gpg pem crt cer der pub c h cc cpp go rs java so a o html css sql',
  'env sig sha1 sha256 sha512 md5 service socket timer d log lock cgi patch diff in am ac sum mod img iso bin run img csv ppm',
);

function counted(count: number, words: string): readonly (readonly [string, number])[] {
  return words.split(' ').map((word) => [word, count]);
}

function wordSet(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(' ')));
}
