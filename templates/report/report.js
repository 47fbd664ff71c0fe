// Filters, sorts and copies what the page already says. Everything is readable without this script.
'use strict';
(() => {
  const form = document.getElementById('controls');
  const expand = document.getElementById('expand');
  const item = '[data-status], [data-state]';
  const items = [...document.querySelectorAll(item)];
  const containers = [...document.querySelectorAll('[data-group]')].map((element) => ({
    element,
    members: [...element.querySelectorAll(item)],
  }));

  // Filter

  const texts = new Map();

  /** The text of an item that a search looks through, read once. */
  function textOf(item) {
    if (!texts.has(item)) texts.set(item, item.textContent.replace(/\s+/g, ' ').toLowerCase());
    return texts.get(item);
  }

  const boxes = () => [...form.querySelectorAll('input[type=checkbox]')];
  const selects = () => [...form.querySelectorAll('select')];

  function state() {
    return {
      unwanted: boxes().flatMap((box) => (box.checked ? [] : [box.value])),
      chosen: selects().flatMap(({ name, value }) => (value === '' ? [] : [[name, value]])),
      words: form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean),
    };
  }

  function isDefault({ unwanted, chosen, words }) {
    return unwanted.length + chosen.length + words.length === 0;
  }

  function matches(item, { unwanted, chosen, words }) {
    return (
      !unwanted.includes(item.dataset.status) &&
      chosen.every(([name, value]) => item.dataset[name].split(' ').includes(value)) &&
      words.every((word) => textOf(item).includes(word))
    );
  }

  function apply() {
    const wanted = state();
    const filtered = !isDefault(wanted);
    for (const each of items) each.hidden = !matches(each, wanted);
    for (const { element, members } of containers) {
      const some = members.some((member) => !member.hidden);
      element.hidden = filtered && !some;
      if (filtered && some && element.matches('details')) element.open = true;
    }
    const visible = items.filter(({ hidden }) => !hidden).length;
    document.getElementById('shown').textContent = `${visible} of ${items.length} ${form.dataset.noun} shown`;
    form.toggleAttribute('data-filtered', filtered);
  }

  /** Keeps the filter in the address, so that a filtered view can be sent to someone. */
  function remember() {
    const { unwanted, chosen, words } = state();
    const parts = new URLSearchParams();
    if (unwanted.length > 0) parts.set('hide', unwanted.join(','));
    for (const [name, value] of chosen) parts.set(name, value);
    if (words.length > 0) parts.set('q', words.join(' '));
    const bare = location.pathname + location.search;
    history.replaceState(null, '', String(parts) === '' ? bare : `#${parts}`);
  }

  function recall() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const unwanted = (parts.get('hide') ?? '').split(',');
    for (const box of boxes()) box.checked = !unwanted.includes(box.value);
    for (const select of selects()) {
      const value = parts.get(select.name) ?? '';
      select.value = [...select.options].some((option) => option.value === value) ? value : '';
    }
    form.elements.text.value = parts.get('q') ?? '';
    apply();
  }

  /** Follows the address: a filter is applied, the target of a link is laid open. No id has an equals sign. */
  function follow() {
    if (location.hash.includes('=')) {
      if (form !== null) recall();
      return;
    }
    const target = document.getElementById(location.hash.slice(1));
    if (target === null) return;
    if (target.closest('[hidden]') !== null) {
      form.reset();
      apply();
    }
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) {
      fold.open = true;
    }
    (target.closest('.result, .host') ?? target).scrollIntoView();
  }

  function changed() {
    apply();
    remember();
  }

  function startFilter() {
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', changed);
    form.addEventListener('reset', () => setTimeout(changed));
    form.hidden = false;
    apply();
  }

  // Sort

  const collator = new Intl.Collator('en', { numeric: true });

  function valueOf(row, column, as) {
    const text = row.cells[column].textContent.trim();
    if (as === 'text') return text;
    const number = Number.parseFloat(text);
    return Number.isNaN(number) ? -1 : number;
  }

  function sortBy(heading) {
    const table = heading.closest('table');
    const { as } = heading.dataset;
    const first = as === 'text' ? 'ascending' : 'descending';
    const second = as === 'text' ? 'descending' : 'ascending';
    const direction = heading.getAttribute('aria-sort') === first ? second : first;
    for (const other of table.querySelectorAll('[aria-sort]')) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', direction);
    const sign = direction === 'ascending' ? 1 : -1;
    const rows = [...table.tBodies[0].rows].map((row) => ({
      row,
      value: valueOf(row, heading.cellIndex, as),
    }));
    rows.sort((a, b) => sign * (as === 'text' ? collator.compare(a.value, b.value) : a.value - b.value));
    table.tBodies[0].append(...rows.map(({ row }) => row));
  }

  function addSortButton(heading) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.append(...heading.childNodes);
    button.addEventListener('click', () => sortBy(heading));
    heading.append(button);
  }

  // Copy

  function addCopyButton(pre) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy the command');
    button.addEventListener('click', () => copy(pre, button));
    const frame = document.createElement('div');
    frame.className = 'copyable';
    pre.replaceWith(frame);
    frame.append(pre, button);
  }

  async function copy(pre, button) {
    try {
      await navigator.clipboard.writeText(pre.textContent.trimEnd());
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(pre);
      button.textContent = 'Selected';
    }
    setTimeout(() => (button.textContent = 'Copy'), 2000);
  }

  // Matrix: a cell leads to its result; by keyboard, the host at the head of the row leads there.

  function openCell({ target }) {
    const cell = target.closest('tbody td');
    if (cell === null || cell.matches('.nothing')) return;
    const host = cell.parentElement.cells[0].querySelector('a');
    const heads = cell.closest('table').tHead.rows[1].cells;
    const check = heads[cell.cellIndex].querySelector('a').hash.replace('#c-', '');
    const inside = host.hash === '' ? '#f-' : `${host.hash.replace('#h-', '#f-')}--`;
    location.href = host.href.replace(/#.*/, '') + inside + check;
  }

  if (form !== null) startFilter();
  expand?.addEventListener('click', () => {
    const open = expand.getAttribute('aria-pressed') !== 'true';
    expand.setAttribute('aria-pressed', String(open));
    expand.textContent = open ? 'Collapse all' : 'Expand all';
    for (const fold of expand
      .closest('section')
      .querySelectorAll('details[data-status], details[data-group]'))
      fold.open = open;
  });
  for (const heading of document.querySelectorAll('[data-sort] th[data-as]')) addSortButton(heading);
  for (const matrix of document.querySelectorAll('.matrix')) {
    matrix.classList.add('leads');
    matrix.addEventListener('click', openCell);
  }
  // Copy buttons are made when a result is first opened: a big fleet has too many to make at once.
  document.addEventListener(
    'toggle',
    ({ target }) => {
      for (const pre of target.querySelectorAll(':scope > .body pre[data-copy]')) {
        if (!pre.parentElement.matches('.copyable')) addCopyButton(pre);
      }
    },
    true,
  );
  window.addEventListener('hashchange', follow);
  follow();
})();
