// Filters, searches and copies what the page already says. Everything is readable without this script.
'use strict';
(() => {
  const form = document.getElementById('controls');
  const shown = document.getElementById('shown');
  const expand = document.getElementById('expand');
  const results = [...document.querySelectorAll('.result')];
  const containers = [...document.querySelectorAll('[data-group], [data-host]')].map((element) => ({
    element,
    members: [...element.querySelectorAll('.result')],
  }));
  const boxes = [...form.elements.status];
  const texts = new Map();

  /** The text of a result that a search looks through, read once. */
  function textOf(result) {
    if (!texts.has(result)) {
      const parts = [...result.querySelectorAll('[data-find]')].map((part) => part.textContent);
      texts.set(result, parts.join(' ').replace(/\s+/g, ' ').toLowerCase());
    }
    return texts.get(result);
  }

  function state() {
    return {
      statuses: boxes.filter((box) => box.checked).map((box) => box.value),
      severity: form.elements.severity.value,
      words: form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean),
    };
  }

  function isDefault({ statuses, severity, words }) {
    return statuses.length === boxes.length && severity === '' && words.length === 0;
  }

  function matches(result, { statuses, severity, words }) {
    return (
      statuses.includes(result.dataset.status) &&
      (severity === '' || result.dataset.severity === severity) &&
      words.every((word) => textOf(result).includes(word))
    );
  }

  function apply() {
    const wanted = state();
    const filtered = !isDefault(wanted);
    for (const result of results) result.hidden = !matches(result, wanted);
    for (const { element, members } of containers) {
      const some = members.some((member) => !member.hidden);
      element.hidden = filtered && !some;
      if (filtered && some && element.matches('details')) element.open = true;
    }
    const visible = results.filter((result) => !result.hidden).length;
    shown.textContent = `${visible} of ${results.length} shown`;
    form.toggleAttribute('data-filtered', filtered);
  }

  /** Keeps the filter in the address, so that a filtered view can be sent to someone. */
  function remember() {
    const wanted = state();
    const parts = new URLSearchParams();
    parts.set('f', wanted.statuses.length === boxes.length ? 'all' : wanted.statuses.join(','));
    if (wanted.severity !== '') parts.set('severity', wanted.severity);
    if (wanted.words.length > 0) parts.set('q', wanted.words.join(' '));
    const address = isDefault(wanted) ? location.pathname + location.search : `#${parts}`;
    history.replaceState(null, '', address);
  }

  function recall() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const wanted = parts.get('f');
    for (const box of boxes) box.checked = wanted === 'all' || wanted.split(',').includes(box.value);
    form.elements.severity.value = parts.get('severity') ?? '';
    form.elements.text.value = parts.get('q') ?? '';
    apply();
  }

  /** Follows the address: a filter is applied, the target of a link is laid open. */
  function follow() {
    if (location.hash.startsWith('#f=')) {
      recall();
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

  function changed() {
    apply();
    remember();
  }

  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', changed);
  form.addEventListener('reset', () => setTimeout(changed));
  expand.addEventListener('click', () => {
    const open = expand.getAttribute('aria-pressed') !== 'true';
    expand.setAttribute('aria-pressed', String(open));
    expand.textContent = open ? 'Collapse all' : 'Expand all';
    for (const fold of document.querySelectorAll('.host, .result')) fold.open = open;
  });
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

  form.hidden = false;
  apply();
  follow();
})();
