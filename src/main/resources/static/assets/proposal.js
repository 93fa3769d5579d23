/*
 * The picture on the page of a proposal: a diagram as it was in force and as it is proposed, side by side, with what
 * differs marked by colour and by sign. Without this script the page says the same in tables.
 */
(async () => {
  const frame = document.getElementById('difference');
  if (!frame || typeof BpmnJS === 'undefined') {
    return;
  }
  let drawings;
  try {
    const answer = await fetch(frame.dataset.source, { headers: { Accept: 'application/json' } });
    if (!answer.ok || answer.redirected) {
      return;
    }
    drawings = (await answer.json()).items;
  } catch (error) {
    console.error(error);
    return;
  }
  if (!drawings.length) {
    return;
  }

  frame.hidden = false;
  const choice = document.getElementById('difference-of');
  drawings.forEach((drawing, index) => choice.add(new Option(drawing.name, index)));
  const signs = { added: '+', removed: '−', changed: '≠', moved: '↔' };
  const sides = ['before', 'after'].map(side => {
    const container = document.getElementById(`canvas-${side}`);
    return { side, container, viewer: new BpmnJS({ container }), drawn: false };
  });
  let together = false;

  function badge(change) {
    const sign = document.createElement('span');
    sign.className = `cs-badge cs-badge--${change}`;
    sign.textContent = signs[change];
    return sign;
  }

  function mark(viewer, marks) {
    const canvas = viewer.get('canvas');
    const registry = viewer.get('elementRegistry');
    const overlays = viewer.get('overlays');
    let count = 0;
    Object.entries(marks).forEach(([change, ids]) => ids.forEach(id => {
      const element = registry.get(id);
      if (!element || element === canvas.getRootElement()) {
        return;
      }
      count += 1;
      canvas.addMarker(id, `cs-${change}`);
      const points = element.waypoints;
      const middle = points && points[Math.floor((points.length - 1) / 2)];
      const next = points && points[Math.floor((points.length - 1) / 2) + 1];
      const position = points
        ? { left: (middle.x + next.x) / 2 - Math.min(...points.map(p => p.x)) - 10, top: (middle.y + next.y) / 2 - Math.min(...points.map(p => p.y)) - 10 }
        : { top: -12, left: -12 };
      overlays.add(id, { position, html: badge(change) });
    }));
    return count;
  }

  const visible = () => sides.filter(it => it.drawn && it.container.clientWidth);

  function fit() {
    together = false;
    visible().forEach(it => {
      it.viewer.get('canvas').resized();
      it.viewer.get('canvas').zoom('fit-viewport', 'auto');
    });
    together = true;
  }

  /* What is marked in either picture, with what stands around it; never larger than life. */
  function closeUp(marks) {
    fit();
    const ids = Object.values(marks).flat();
    const boxes = visible().flatMap(it => ids.map(id => it.viewer.get('elementRegistry').get(id))
      .filter(element => element && element !== it.viewer.get('canvas').getRootElement()
        && !/^bpmn:(Lane|Participant)$/.test(element.type))
      .map(element => (element.waypoints
        ? element.waypoints.map(point => ({ x: point.x, y: point.y, width: 0, height: 0 }))
        : [element])).flat());
    if (!boxes.length) {
      return;
    }
    const around = 120;
    const left = Math.min(...boxes.map(box => box.x)) - around;
    const top = Math.min(...boxes.map(box => box.y)) - around;
    const right = Math.max(...boxes.map(box => box.x + box.width)) + around;
    const bottom = Math.max(...boxes.map(box => box.y + box.height)) + around;
    together = false;
    visible().forEach(it => {
      const width = Math.max(right - left, it.container.clientWidth);
      const height = Math.max(bottom - top, it.container.clientHeight);
      it.viewer.get('canvas').viewbox({ x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height });
    });
    together = true;
  }

  async function show(drawing) {
    together = false;
    for (const it of sides) {
      const xml = drawing[it.side];
      it.drawn = Boolean(xml);
      it.container.hidden = !xml;
      if (!xml) {
        continue;
      }
      await it.viewer.importXML(xml);
      const count = mark(it.viewer, drawing.marks);
      it.container.setAttribute('aria-label', `Picture of ${drawing.name}, ${it.side === 'before' ? 'as it was in force' : 'as proposed'}: ${count} marked.`);
    }
    closeUp(drawing.marks);
  }

  sides.forEach(it => it.viewer.on('canvas.viewbox.changed', ({ viewbox }) => {
    if (!together) {
      return;
    }
    together = false;
    sides.filter(other => other !== it && other.drawn).forEach(other => other.viewer.get('canvas')
      .viewbox({ x: viewbox.x, y: viewbox.y, width: viewbox.width, height: viewbox.height }));
    together = true;
  }));

  choice.addEventListener('change', () => show(drawings[choice.value]));

  const step = { in: 1.25, out: 0.8 };
  frame.querySelectorAll('[data-zoom]').forEach(button => button.addEventListener('click', () => {
    if (button.dataset.zoom === 'fit') {
      fit();
      return;
    }
    const canvas = sides.find(it => it.drawn && it.side === 'after').viewer.get('canvas');
    canvas.zoom(canvas.zoom() * step[button.dataset.zoom]);
  }));

  const moves = { ArrowLeft: { dx: 60 }, ArrowRight: { dx: -60 }, ArrowUp: { dy: 60 }, ArrowDown: { dy: -60 } };
  sides.forEach(it => it.container.addEventListener('keydown', event => {
    const move = moves[event.key];
    if (move && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      it.viewer.get('canvas').scroll({ dx: 0, dy: 0, ...move });
    }
  }));

  window.addEventListener('resize', fit);
  await show(drawings[0]);
})();
