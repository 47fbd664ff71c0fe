import { isScalar, Pair, parseDocument, Scalar, YAMLMap, type Document, type Node, type YAMLSeq } from 'yaml';
import type { Report } from '../../result/types.ts';
import type { Templates } from '../types.ts';
import { checkTasks, type CheckTasks } from './check-tasks.ts';
import { asComment, headLines, hostLines, howLines } from './comments.ts';
import { hostVars } from './host-vars.ts';
import { planHosts, type PlannedHost } from './planned-host.ts';

/**
 * One Ansible playbook, 7-bit ASCII, with the same fixes as the fix scripts of all hosts, which it knows by their names
 * in the inventory. `templates` holds `ansible/playbook.yml`, in which a task that is only a word stands for those of
 * the checks.
 */
export function playbook(report: Report, templates: Templates): string {
  const hosts = planHosts(report);
  const acting = hosts.filter(({ idle }) => idle === null);
  // Strings are quoted as YAML 1.1 wants it, which is what Ansible reads.
  const document = parseDocument(acting.length > 0 ? template(templates) : idlePlay, { version: '1.1' });
  if (acting.length > 0) fillPlay(document, acting);
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

function fillPlay(document: Document.Parsed, acting: readonly PlannedHost[]): void {
  const tasks = checkTasks(acting.map(({ plan }) => plan));
  const node = (value: unknown) => document.createNode(value, { aliasDuplicateObjects: false });
  document.setIn([0, 'hosts'], node(acting.map(({ host }) => host.name)));
  document.setIn([0, 'vars', 'plimsoll_registers'], node(tasks.registers));
  const hosts = new YAMLMap<Scalar>();
  hosts.items = acting.map((planned) => {
    const name = new Scalar(planned.host.name);
    name.commentBefore = asComment(hostLines(planned));
    return new Pair(name, node(hostVars(planned.plan, planned.host.audited)));
  });
  document.setIn([0, 'vars', 'plimsoll_hosts'], hosts);
  const list = document.getIn([0, 'tasks']) as YAMLSeq<Node>;
  list.items = list.items.flatMap((item) =>
    isScalar(item) ? tasksFor(item, tasks).map(node).map(apart) : [item],
  );
}

function apart(task: Node): Node {
  task.spaceBefore = true;
  return task;
}

/** The tasks of the checks that a word in the template stands for. */
function tasksFor(word: Scalar, tasks: CheckTasks): readonly object[] {
  if (word.value === 'settings') return tasks.settings;
  if (word.value === 'files') return tasks.files;
  if (word.value === 'rules') return tasks.rules;
  if (word.value === 'limits') return tasks.limits;
  throw new Error(`the template of the playbook has a task "${String(word.value)}"`);
}
