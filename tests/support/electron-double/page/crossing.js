/**
 * One end of the crossing between the page's world and the preload's: functions of the other world can be called as if they
 * were here, at once, with values copied. Made of DOM events, which are all that two worlds share.
 */
export function crossing(encode, decode, token, here, there) {
  const functions = [];
  let answer = null;

  const out = (value) =>
    encode(value, (given) => {
      const known = functions.indexOf(given);
      return known >= 0 ? known : functions.push(given) - 1;
    });
  const come = (json) =>
    decode(
      json,
      (number) =>
        (...values) =>
          call(number, values),
    );

  function call(number, values) {
    answer = null;
    tell(`${token}:${there}`, { number, values: out(values) });
    const said = answer;
    if (said === null) throw new Error('The other world is not there.');
    if ('error' in said) throw new Error(said.error);
    return come(said.value);
  }

  function tell(name, what) {
    window.dispatchEvent(new CustomEvent(name, { detail: JSON.stringify(what) }));
  }

  window.addEventListener(`${token}:${here}`, ({ detail }) => {
    const { number, values } = JSON.parse(detail);
    let said;
    try {
      said = { value: out(functions[number](...come(values))) };
    } catch (error) {
      said = { error: String(error?.message ?? error) };
    }
    tell(`${token}:${there}:answer`, said);
  });
  window.addEventListener(`${token}:${here}:answer`, ({ detail }) => {
    answer = JSON.parse(detail);
  });

  return { call, offer: (given) => functions.push(given) - 1 };
}
