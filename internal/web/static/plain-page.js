// The plain query page: two fields, a list of questions and the answer.
import { config, linked, remember, say, send } from './explore.js';

const element = (id) => document.getElementById(id);
const query = element('query');
const variables = element('variables');
const status = element('status');
const answer = element('answer');
const language = element('language');

function show(question) {
  query.value = question.query;
  variables.value = question.variables;
  edited();
}

function edited() {
  remember({ query: query.value, variables: variables.value });
  for (const button of element('questions').querySelectorAll('button')) {
    const { query: q, variables: v } = config.tabs[Number(button.dataset.index)];
    button.setAttribute('aria-pressed', String(q === query.value && v === variables.value));
  }
}

// parsed gives the variables as an object; an Error says what is wrong with them.
function parsed() {
  if (!variables.value.trim()) return undefined;
  let value;
  let reason = '';
  try {
    value = JSON.parse(variables.value);
  } catch (error) {
    reason = error.message;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    variables.focus();
    throw new Error(`${say('badVariables')} ${reason}`.trim().replace(/:$/, '.'));
  }
  return value;
}

// Only the newest run may show its answer: a slow one that was asked earlier
// must not overwrite it.
let newest = 0;

async function run() {
  const mine = ++newest;
  const began = performance.now();
  status.className = '';
  try {
    if (!query.value.trim()) throw new Error(say('emptyQuery'));
    const operation = { query: query.value, variables: parsed() };
    status.textContent = say('running');
    const result = await send(operation);
    if (mine !== newest) return;
    const failed = Array.isArray(result?.errors) && result.errors.length > 0;
    status.className = failed ? 'bad' : '';
    status.textContent = say(failed ? 'withErrors' : 'done', { ms: Math.round(performance.now() - began) });
    answer.textContent = JSON.stringify(result, null, 2);
  } catch (error) {
    if (mine !== newest) return;
    status.className = 'bad';
    status.textContent = error.message;
    answer.textContent = '';
  }
}

config.tabs.forEach((question, index) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.index = index;
  button.textContent = question.title || `${index + 1}`;
  button.addEventListener('click', () => show(question));
  const item = document.createElement('li');
  item.append(button);
  element('questions').append(item);
});
document.querySelector('nav').hidden = config.tabs.length === 0;

element('form').addEventListener('submit', (event) => {
  event.preventDefault();
  run();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});
query.addEventListener('input', edited);
variables.addEventListener('input', edited);

// The other language takes along what is being written.
language.addEventListener('click', () => {
  const address = new URL(location.href);
  address.searchParams.set('query', query.value);
  address.searchParams.set('variables', variables.value);
  address.searchParams.set('lang', language.hreflang);
  language.href = address;
});

show(linked() ?? config.tabs[0] ?? { query: '', variables: '' });
