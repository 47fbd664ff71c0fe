import type { JsonObject } from '../lib/json.ts';
import { textAt } from './raw/json-access.ts';

/** The id of a pod, or of one that stands in a file of the node, as kubelet makes it. */
const podId = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/;

/** The pod that the labels of a container name. Anyone may set them: what else must fit is asked where it counts. */
function podOf(inspect: JsonObject): string | null {
  const pod = textAt(inspect, 'Labels', 'podUid') ?? '';
  return podId.test(pod) ? pod : null;
}

/** Where kubelet keeps what it mounts into the containers of a pod: its hosts file, termination logs and volumes. */
export function podDirectory(inspect: JsonObject): string | null {
  const pod = podOf(inspect);
  return pod === null ? null : `/var/lib/kubelet/pods/${pod}`;
}

/**
 * Whether a container is under the cgroup that kubelet made for its pod, as either cgroup driver names it:
 * kubernetes pkg/kubelet/cm/cgroup_manager_linux.go. Under systemd a hyphen would be a level of its own.
 */
export function isInPodCgroup(inspect: JsonObject): boolean {
  const pod = podOf(inspect);
  const parent = textAt(inspect, 'HostConfig', 'CgroupParent') ?? '';
  if (pod === null) return false;
  const [, ofGroups, ofSystemd] =
    /^\/?kubepods(?:\/(?:burstable|besteffort))?\/pod([0-9a-f-]+)\/?$|^(?:\/?(?:kubepods\.slice\/)?(?:kubepods-(?:burstable|besteffort)\.slice\/)?)?kubepods(?:-(?:burstable|besteffort))?-pod([0-9a-f_]+)\.slice$/.exec(
      parent,
    ) ?? [];
  return ofGroups === pod || ofSystemd === pod.replaceAll('-', '_');
}

/**
 * Whether it is the container that holds the namespaces of its pod, by the name that kubelet gives it and no container of
 * a pod can have: cri-dockerd core/sandbox_helpers.go, makeSandboxDockerConfig. An image could carry that label, but not
 * put itself into the cgroup.
 */
export function isPodSandbox(inspect: JsonObject): boolean {
  return textAt(inspect, 'Labels', 'podContainer') === 'POD' && isInPodCgroup(inspect);
}
