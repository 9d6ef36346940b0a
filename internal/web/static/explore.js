// What both query pages share: their configuration, the query in the address,
// and the way a query is sent.

export const config = JSON.parse(document.getElementById('config').textContent);

// say fills in the blanks of one of the page's texts.
export function say(name, values = {}) {
  return config.text[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

// linked is the query that the address asks for, or null.
export function linked() {
  const asked = new URLSearchParams(location.search);
  const query = asked.get('query');
  return query === null ? null : { query, variables: asked.get('variables') ?? '' };
}

let pending;

// remember keeps the address in step with what is being edited, so that it can
// be sent to a colleague at any time. It waits for a pause, because browsers
// refuse to have the address changed at every key. What else must change in the
// same moment goes into alongside.
export function remember({ query, variables }, alongside = () => {}) {
  clearTimeout(pending);
  pending = setTimeout(() => {
    const address = new URL(location.href);
    for (const [name, value] of Object.entries({ query, variables })) {
      if (value && value.trim()) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    history.replaceState(history.state, '', address);
    alongside();
  }, 200);
}

// send posts one operation and gives what the server answered. What is not
// JSON - a proxy's error page, a server that is gone - becomes an Error that
// says so in the reader's language.
export async function send(operation, headers = {}) {
  let response;
  try {
    response = await fetch(config.endpoint, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/graphql-response+json, application/json;q=0.9',
        'Accept-Language': document.documentElement.lang,
        ...headers,
      },
      body: JSON.stringify(operation),
    });
  } catch {
    throw new Error(say('unreachable'));
  }
  try {
    return await response.json();
  } catch {
    throw new Error(say('notJSON', { status: response.status }));
  }
}
