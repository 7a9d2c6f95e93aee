'use strict';
const model = JSON.parse(document.getElementById('model').textContent);
const { side, labels, sources, weights } = model;
const byId = id => document.getElementById(id);
const pad = byId('pad');
const context = pad.getContext('2d');
const centre = byId('centre');
const paths = document.querySelectorAll('#graph path');
const circles = document.querySelectorAll('#graph circle');
let pixels = new Uint8ClampedArray(side * side);
let isDrawing = false;

pad.width = pad.height = side;
const rows = labels.map(label => {
  const row = document.createElement('li');
  row.innerHTML = '<span class="label"></span><span class="bar"><i></i></span><span class="value"></span>';
  row.querySelector('.label').textContent = label;
  byId('logits').append(row);
  return row;
});

function show() {
  const image = context.createImageData(side, side);
  pixels.forEach((value, p) => image.data.set([value, value, value, 255], 4 * p));
  context.putImageData(image, 0, 0);
}

// A soft round pen, as wide as the strokes of the usual digits at this resolution.
function stamp(x, y) {
  const radius = side / 28 * 1.5;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const ink = 255 * (radius + 0.5 - Math.hypot(column + 0.5 - x, row + 0.5 - y));
      const p = row * side + column;
      pixels[p] = Math.max(pixels[p], ink);
    }
  }
}

function stroke(from, to) {
  const steps = Math.max(1, Math.ceil(2 * Math.hypot(to.x - from.x, to.y - from.y)));
  for (let step = 0; step <= steps; step++) {
    stamp(from.x + (to.x - from.x) * step / steps, from.y + (to.y - from.y) * step / steps);
  }
}

function place(event) {
  const box = pad.getBoundingClientRect();
  return { x: (event.clientX - box.left) / box.width * side, y: (event.clientY - box.top) / box.height * side };
}

// Moves the centre of mass to the middle.
function centred() {
  let [mass, x, y] = [0, 0, 0];
  pixels.forEach((value, p) => { mass += value; x += value * (p % side + 0.5); y += value * (Math.floor(p / side) + 0.5); });
  if (mass === 0) return pixels;
  const [dx, dy] = [Math.round(side / 2 - x / mass), Math.round(side / 2 - y / mass)];
  return pixels.map((_, p) => {
    const [column, row] = [p % side - dx, Math.floor(p / side) - dy];
    return column >= 0 && column < side && row >= 0 && row < side ? pixels[row * side + column] : 0;
  });
}

// At most one question is under way; what changed meanwhile is asked when it is answered.
let isAsking = false;
let isStale = false;
async function ask() {
  show();
  isStale = true;
  if (isAsking) return;
  isAsking = true;
  while (isStale) {
    isStale = false;
    try {
      const response = await fetch('predict', { method: 'POST', body: isDrawing && centre.checked ? centred() : pixels });
      if (!response.ok) throw new Error(await response.text());
      answer(await response.json());
    } catch (error) {
      byId('fault').textContent = `No answer from the server: ${error.message}`;
    }
  }
  isAsking = false;
}

function answer(told) {
  // What JSON has no numbers for comes as text: NaN, Infinity.
  const [logits, activations, nanoseconds] = [told.logits.map(Number), told.activations.map(Number), told.nanoseconds];
  byId('fault').textContent = logits.every(Number.isFinite) ? '' : 'These logits are no finite numbers: the model overflows on this picture.';
  const best = logits.indexOf(Math.max(...logits));
  const [low, high] = [Math.min(...logits), Math.max(...logits)];
  rows.forEach((row, output) => {
    row.classList.toggle('best', output === best);
    row.querySelector('i').style.width = `${high === low ? 0 : 100 * (logits[output] - low) / (high - low)}%`;
    row.querySelector('.value').textContent = logits[output].toFixed(2);
  });
  byId('time').textContent = `${(nanoseconds / 1000).toFixed(1)} µs a prediction by the generated code`;
  if (circles.length > 0) fire(activations);
}

function fire(activations) {
  const most = Math.max(...activations) || 1;
  circles.forEach((circle, neuron) => {
    const h = activations[neuron];
    circle.classList.toggle('on', h > 0);
    circle.style.r = `${2.2 + 4 * Math.sqrt(h / most)}px`;
  });
  const terms = sources.map((source, edge) => Math.abs(weights[edge] * activations[source]));
  const largest = Math.max(...terms) || 1;
  paths.forEach((path, edge) => {
    path.classList.toggle('on', terms[edge] > 0);
    path.style.strokeOpacity = terms[edge] > 0 ? 0.08 + 0.9 * terms[edge] / largest : '';
  });
  const firing = activations.filter(h => h > 0).length;
  const carrying = terms.filter(term => term > 0).length;
  byId('firing').textContent = `${firing} of ${activations.length} neurons fire, ${carrying} of ${sources.length} edges carry a signal. `
    + 'A neuron stands further right the longer the longest path to it; size shows h, ink shows |w·h|.';
}

let last = null;
pad.addEventListener('pointerdown', event => {
  if (!isDrawing) pixels.fill(0);
  isDrawing = true;
  byId('source').textContent = 'Your drawing.';
  pad.setPointerCapture(event.pointerId);
  last = place(event);
  stroke(last, last);
  ask();
});
pad.addEventListener('pointermove', event => {
  if (last === null) return;
  const next = place(event);
  stroke(last, next);
  last = next;
  ask();
});
for (const end of ['pointerup', 'pointercancel']) pad.addEventListener(end, () => { last = null; });
centre.addEventListener('change', ask);
byId('clear').addEventListener('click', () => {
  pixels.fill(0);
  isDrawing = true;
  byId('source').textContent = 'Draw here with mouse, pen or finger.';
  ask();
});
byId('next')?.addEventListener('click', async () => {
  const index = Math.floor(Math.random() * model.images);
  const response = await fetch(`images/${index}`);
  const { label, pixels: base64 } = await response.json();
  pixels = Uint8ClampedArray.from(atob(base64), character => character.charCodeAt(0));
  isDrawing = false;
  byId('source').textContent = `Test image ${index}: ${labels[label]}`;
  ask();
});
ask();
