import { isScalar, Pair, parseDocument, Scalar, YAMLMap, type Document, type Node, type YAMLSeq } from 'yaml';
import type { Report } from '../../result/types.ts';
import { backupFolder } from '../fix-script.ts';
import type { Templates } from '../types.ts';
import { checkTasks } from './check-tasks.ts';
import { asComment, headLines, hostLines, howLines } from './comments.ts';
import { fileVars } from './file-vars.ts';
import { hostVars } from './host-vars.ts';
import { planHosts, type PlannedHost } from './planned-host.ts';

/**
 * One Ansible playbook, 7-bit ASCII, with the same fixes as the fix scripts of all hosts, which it knows by their names
 * in the inventory. `templates` holds `ansible/playbook.yml`, in which the task `checks` stands for those of the checks.
 * @param scripts the names of the fix scripts, without `.sh`, by host: they take back what the playbook did
 */
export function playbook(report: Report, templates: Templates, scripts: ReadonlyMap<string, string>): string {
  const hosts = planHosts(report);
  const acting = hosts.filter(({ idle }) => idle === null);
  // Strings are quoted as YAML 1.1 wants it, which is what Ansible reads.
  const document = parseDocument(acting.length > 0 ? template(templates) : idlePlay, { version: '1.1' });
  if (acting.length > 0) {
    document.setIn([0, 'vars', 'plimsoll_backup'], backupFolder(report));
    fillPlay(document, acting, scripts);
  }
  document.commentBefore = asComment(headLines(report, hosts));
  document.comment = asComment(howLines(report, hosts));
  return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Infinity });
}

const idlePlay = '- name: Nothing to put right\n  hosts: localhost\n  gather_facts: false\n';

function template(templates: Templates): string {
  const text = templates['ansible/playbook.yml'];
  if (text === undefined) throw new Error('template ansible/playbook.yml is missing');
  return text;
}

function fillPlay(
  document: Document.Parsed,
  acting: readonly PlannedHost[],
  scripts: ReadonlyMap<string, string>,
): void {
  const plans = acting.map(({ plan }) => plan);
  const node = (value: unknown) => document.createNode(value, { aliasDuplicateObjects: false });
  document.setIn([0, 'hosts'], node(acting.map(({ host }) => host.name)));
  document.setIn([0, 'vars', 'plimsoll_wanted'], node(fileVars(plans)));
  const hosts = new YAMLMap<Scalar>();
  hosts.items = acting.map(({ host, plan, idle }) => {
    const name = new Scalar(host.name);
    name.commentBefore = asComment(hostLines({ host, plan, idle }));
    return new Pair(name, node(hostVars(plan, host.audited, `${scripts.get(host.name) ?? ''}.sh`)));
  });
  document.setIn([0, 'vars', 'plimsoll_hosts'], hosts);
  const list = document.getIn([0, 'tasks']) as YAMLSeq<Node>;
  const tasks = checkTasks(plans).map((task) => apart(node(task)));
  list.items = list.items.flatMap((item) => (isScalar(item) ? tasks : [item]));
}

function apart(task: Node): Node {
  task.spaceBefore = true;
  return task;
}
