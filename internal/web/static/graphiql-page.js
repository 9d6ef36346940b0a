// Starts GraphiQL with the questions as tabs and the address's query in front.
import { config, linked, remember, say, send } from './explore.js';

// The dialogs' scroll lock writes a style element and takes its nonce from here.
window.__webpack_nonce__ = document.querySelector('script[nonce]').nonce;

const root = document.getElementById('graphiql');
const tabsKey = 'graphiql:tabState';

// Tabs belong to one window: a reload keeps what was being written, a new window
// begins with the questions, and so does a newer build with other questions.
// Sizes, theme and history are the user's and stay in the browser.
const perWindow = new Set([tabsKey, 'graphiql:query', 'graphiql:variables', 'graphiql:headers']);
const boxFor = (key) => (perWindow.has(key) ? sessionStorage : localStorage);
const storage = {
  getItem: (key) => boxFor(key).getItem(key),
  // GraphiQL stores its tabs half a second late, so that after a quick reload they
  // would not hold the address's query and get it twice; keepTabs does it instead.
  setItem: (key, value) => key !== tabsKey && boxFor(key).setItem(key, value),
  removeItem: (key) => boxFor(key).removeItem(key),
  get length() {
    return sessionStorage.length + localStorage.length;
  },
  clear() {
    for (const box of [sessionStorage, localStorage]) {
      for (const key of Object.keys(box)) if (key.startsWith('graphiql:')) box.removeItem(key);
    }
  },
};

// keepTabs leaves out the answers, which may be large and are old after a reload,
// and the headers, which may hold keys.
function keepTabs(state) {
  const tabs = state.tabs.map((tab) => ({ ...tab, headers: null, response: null }));
  sessionStorage.setItem(tabsKey, JSON.stringify({ ...state, tabs }));
}

// openTabs gives the tabs of this window, and stores the questions as such when
// there are none yet. GraphiQL's defaultTabs cannot do that together with a query
// from the address: it would overwrite the first question.
function openTabs() {
  const fingerprint = JSON.stringify([config.version, config.tabs]);
  if (sessionStorage.getItem('landskap:questions') === fingerprint) {
    const stored = JSON.parse(sessionStorage.getItem(tabsKey) ?? 'null');
    if (stored?.tabs?.length) return stored;
  }
  sessionStorage.setItem('landskap:questions', fingerprint);
  sessionStorage.removeItem(tabsKey);
  const state = {
    activeTabIndex: 0,
    tabs: config.tabs.map(({ title, query, variables }, index) => ({
      id: `question-${index}`,
      title: /\b(?:query|mutation)\s+(\w+)/.exec(query.replace(/^\s*#.*$/gm, ''))?.[1] ?? title,
      query,
      variables,
      operationName: null,
    })),
  };
  if (state.tabs.length > 0) keepTabs(state);
  return state;
}

function start() {
  const { React, ReactDOM, GraphiQL } = window;
  if (!React || !ReactDOM || !GraphiQL) {
    root.firstElementChild.textContent = say('notLoaded');
    return;
  }
  // GraphiQL looks for this query among the tabs and adds one if it is new.
  const open = openTabs();
  const { query, variables } = linked() ?? open.tabs[open.activeTabIndex] ?? {};
  root.replaceChildren();
  // GraphiQL speaks English only, whatever the page's language.
  root.lang = 'en';
  ReactDOM.createRoot(root).render(
    React.createElement(
      GraphiQL,
      {
        fetcher: ({ query, variables, operationName }, options) =>
          send({ query, variables, operationName }, options?.headers),
        query: query ?? undefined,
        variables: variables ?? undefined,
        defaultQuery: '',
        storage,
        // Headers may hold keys, which have no place in a browser's storage.
        shouldPersistHeaders: false,
        onTabChange: (state) => remember(state.tabs[state.activeTabIndex], () => keepTabs(state)),
      },
      React.createElement(GraphiQL.Logo, null, 'Landskap'),
    ),
  );
}

start();
