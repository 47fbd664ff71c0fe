import type { Plan } from './types.ts';

/** What is left of these fixes after a reboot, after an upgrade, and where something else keeps the same files. */
export function lasting({ files, audit, containers, daemon }: Plan): readonly string[] {
  const kinds: readonly (readonly [boolean, string])[] = [
    [
      files.length > 0,
      'Modes and owners outlast a reboot; an upgrade sets those of files that a package ships as the package has them. What lies below /run is made anew at each start: the drop-in that the script makes for docker.socket sees to the socket that systemd opens, a socket of dockerd or containerd itself gets what their configuration says.',
    ],
    [
      audit.length > 0,
      'Audit rules stand in a file of their own in /etc/audit/rules.d, which no package replaces. Directories below /run that they are about are made at boot by /etc/tmpfiles.d/plimsoll-docker.conf, before rules are loaded.',
    ],
    [
      daemon !== null,
      'Settings in daemon.json outlast reboot and upgrade: no package of Docker ships the file. Flags of a unit that come later stop the daemon where they say the same.',
    ],
    [
      containers.length > 0,
      'Limits of a container outlast its restart and a reboot, and are gone when it is made anew: write them where it is described, too.',
    ],
  ];
  const sentences = kinds.flatMap(([isMeant, text]) => (isMeant ? [text] : []));
  return sentences.length === 0
    ? []
    : [
        ...sentences,
        'Where Puppet, Ansible, cloud-init or another keeper writes the same files, it puts its own back: change it there.',
      ];
}
