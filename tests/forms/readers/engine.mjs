// Runs XForms in ODK's own engine: one JSON line asks, one answers, until the input ends.
//
// Asked: {xml, steps, language, files}, where steps are lists of {at, set}, {at, add} and
// {at, remove}. Answered: {states}, the nodes at the beginning and after each list, or {refused}.
import { createInterface } from 'node:readline';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('');
for (const name of Object.getOwnPropertyNames(window)) {
  if (/^[A-Z]/.test(name) && !(name in globalThis)) globalThis[name] = window[name];
}
globalThis.document = window.document;
// The engine's bundle asks for it where it finds Node; nothing is read from there.
globalThis.__dirname = '/';
// One moment for ever, the same as ours has.
const Running = Date;
const NOW = Number(process.env.NOW_MS);
globalThis.Date = class extends Running {
  constructor(...given) {
    super(...(given.length ? given : [NOW]));
  }
  static now() {
    return NOW;
  }
};
const { loadForm } = await import('@getodk/xforms-engine');

function leaf(node) {
  const { currentState: state, validationState } = node;
  const options = state.valueOptions;
  return {
    at: state.reference,
    relevant: state.relevant,
    required: state.required,
    readonly: state.readonly,
    value: state.instanceValue,
    constraint: validationState.constraint.valid,
    missing: !validationState.required.valid,
    options: options ? options.map((option) => [option.value, option.label.asString]) : null,
    label: state.label ? state.label.asString : null,
  };
}

function* nodes(node) {
  for (const child of node.currentState.children ?? []) {
    yield child;
    yield* nodes(child);
  }
}

function state(root) {
  const leaves = [];
  for (const node of nodes(root)) {
    if (node.currentState.children) {
      if (!node.nodeType.startsWith('repeat-range')) {
        leaves.push({ at: node.currentState.reference, relevant: node.currentState.relevant });
      }
    } else if (!node.currentState.reference.includes('/meta/')) {
      leaves.push(leaf(node));
    }
  }
  return leaves;
}

function find(root, at, range) {
  for (const node of nodes(root)) {
    const ranged = node.nodeType.startsWith('repeat-range');
    if (ranged === range && node.currentState.reference === at) return node;
  }
  throw new Error(`no node ${at}`);
}

function take(root, step) {
  if ('add' in step) {
    find(root, step.at, true).addInstances(step.add);
  } else if ('remove' in step) {
    find(root, step.at, true).removeInstances(step.remove);
  } else {
    const node = find(root, step.at, false);
    if (node.nodeType === 'select') node.selectValues(step.set ? step.set.split(' ') : []);
    else if (node.nodeType === 'rank') node.setValues(step.set ? step.set.split(' ') : []);
    else if (node.nodeType === 'trigger') node.setValue(step.set !== '');
    else node.setValue(step.set);
  }
}

async function answer({ xml, steps, language, files }) {
  const fetchFormAttachment = async (url) => {
    const text = files[String(url).split('/').pop()];
    if (text === undefined) return new Response('', { status: 404 });
    return new Response(text, { headers: { 'content-type': 'text/csv' } });
  };
  try {
    const form = await loadForm(xml, { fetchFormAttachment });
    if (form.status === 'failure') return { refused: String(form.error.message) };
    const { root } = form.createInstance();
    const spoken = root.languages.find((one) => one.language?.endsWith(`(${language})`));
    if (spoken) root.setLanguage(spoken);
    const states = [state(root)];
    for (const act of steps) {
      for (const step of act) take(root, step);
      states.push(state(root));
    }
    return { states };
  } catch (error) {
    return { refused: String(error?.stack ?? error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
