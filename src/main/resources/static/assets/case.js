/*
 * The picture on the page of a case: its diagrams, with the steps it stands at lit and those it has passed marked.
 * Without this script the page says the same in a table.
 */
(async () => {
  const frame = document.getElementById('diagram');
  if (!frame || typeof BpmnJS === 'undefined') {
    return;
  }
  const choice = document.getElementById('diagram-of');
  const canvasOf = document.getElementById('diagram-canvas');

  let drawn;
  try {
    const answer = await fetch(frame.dataset.source, { headers: { Accept: 'application/json' } });
    if (!answer.ok || answer.redirected) {
      return;
    }
    drawn = await answer.json();
  } catch (error) {
    console.error(error);
    return;
  }
  if (!drawn.items.length) {
    return;
  }

  frame.hidden = false;
  const viewer = new BpmnJS({ container: canvasOf });
  const title = item => (item.whose ? `${item.name}, ${item.whose}` : item.name);
  drawn.items.forEach((item, index) => choice.add(new Option(title(item) + (item.active.length ? '' : ' (ended)'), index)));

  let shown = false;

  function fit() {
    // Nothing can be fitted into a frame that is not drawn at this moment.
    if (!shown || !canvasOf.clientWidth || !canvasOf.clientHeight) {
      return;
    }
    const canvas = viewer.get('canvas');
    canvas.resized();
    canvas.zoom('fit-viewport', 'auto');
  }

  async function show(item) {
    await viewer.importXML(drawn.models[item.model]);
    const canvas = viewer.get('canvas');
    const registry = viewer.get('elementRegistry');
    const mark = (ids, marker) => ids.filter(id => registry.get(id)).forEach(id => canvas.addMarker(id, marker));
    mark(item.passed, 'cs-passed');
    mark(item.active, 'cs-active');
    const names = ids => ids.map(id => registry.get(id)).filter(Boolean).map(e => e.businessObject.name || e.id).join(', ');
    canvasOf.setAttribute('aria-label', `${title(item)}. ${item.active.length ? 'Stands at: ' + names(item.active) : 'Ended'}.`);
    shown = true;
    fit();
  }

  choice.addEventListener('change', () => show(drawn.items[choice.value]));

  const step = { in: 1.25, out: 0.8 };
  frame.querySelectorAll('[data-zoom]').forEach(button => button.addEventListener('click', () => {
    const canvas = viewer.get('canvas');
    if (button.dataset.zoom === 'fit') {
      fit();
    } else {
      canvas.zoom(canvas.zoom() * step[button.dataset.zoom]);
    }
  }));

  const moves = { ArrowLeft: { dx: 60 }, ArrowRight: { dx: -60 }, ArrowUp: { dy: 60 }, ArrowDown: { dy: -60 } };
  canvasOf.addEventListener('keydown', event => {
    const move = moves[event.key];
    if (move && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      viewer.get('canvas').scroll({ dx: 0, dy: 0, ...move });
    }
  });

  window.addEventListener('resize', fit);
  await show(drawn.items[0]);
})();
