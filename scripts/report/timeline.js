// ---- Timeline: bars on a canvas. Wheel with Ctrl, buttons or + and - zoom; dragging or arrow keys move.
class Timeline {
  static LANE = 26;
  static AXIS = 28;

  constructor(canvas) {
    this.canvas = canvas;
    this.data = null;
    this.listen();
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  // data: {lanes: [name], apps: [name], bars: [[lane, begin_us, length_us, app, inference, what, phases, queued_us]]}
  show(data, colours) {
    this.data = data;
    this.colours = data.apps.map((app, i) => colours.get(app) || COLOURS[i % COLOURS.length]);
    this.end = Math.max(...data.bars.map((bar) => bar[1] + bar[2]));
    this.begin = Math.min(...data.bars.map((bar) => bar[1]));
    this.selected = null;
    document.getElementById('bar').textContent = '';
    this.showAll();
  }

  showAll() {
    this.from = this.begin;
    this.until = this.end;
    this.draw();
  }

  // The time at the middle, or at a share of the width, stays where it is.
  zoom(factor, share = 0.5) {
    const span = Math.min(this.end - this.begin, Math.max(20, (this.until - this.from) / factor));
    const fixed = this.from + share * (this.until - this.from);
    this.moveTo(fixed - share * span, span);
  }

  move(share) {
    const span = this.until - this.from;
    this.moveTo(this.from + share * span, span);
  }

  moveTo(from, span) {
    this.from = Math.min(Math.max(from, this.begin), this.end - span);
    this.until = this.from + span;
    this.draw();
  }

  get left() { return Math.min(150, this.canvas.clientWidth * 0.32); }
  x(time) { return this.left + (time - this.from) / (this.until - this.from) * (this.canvas.clientWidth - this.left); }
  share(event) {
    const width = this.canvas.clientWidth - this.left;
    return Math.min(1, Math.max(0, (event.offsetX - this.left) / width));
  }

  draw() {
    const {canvas, data} = this;
    const width = canvas.clientWidth;
    if (!data || !width) return;
    const height = Timeline.AXIS + data.lanes.length * Timeline.LANE;
    const ratio = window.devicePixelRatio || 1;
    canvas.style.height = `${height}px`;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const c = canvas.getContext('2d');
    c.scale(ratio, ratio);
    c.font = '12px system-ui, "DejaVu Sans", sans-serif';
    c.textBaseline = 'middle';
    this.drawAxis(c, width, height);
    c.save();
    c.beginPath();
    c.rect(this.left, 0, width - this.left, height);
    c.clip();
    for (const bar of data.bars) this.drawBar(c, bar);
    c.restore();
    data.lanes.forEach((lane, i) => {
      c.fillStyle = '#1d2329';
      c.fillText(lane, 0, Timeline.AXIS + (i + 0.5) * Timeline.LANE, this.left - 8);
    });
    document.getElementById('span').textContent =
      `${(this.from / 1000).toFixed(1)} to ${(this.until / 1000).toFixed(1)} ms of the run`;
  }

  drawAxis(c, width, height) {
    const raw = (this.until - this.from) / Math.max(2, (width - this.left) / 90);
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw);
    const digits = Math.max(0, -Math.floor(Math.log10(step / 1000) + 1e-9));
    for (let t = Math.ceil(this.from / step) * step; t <= this.until; t += step) {
      const x = this.x(t);
      c.fillStyle = '#d5dbe1';
      c.fillRect(x, Timeline.AXIS - 4, 1, height);
      c.fillStyle = '#4a5661';
      const text = `${(t / 1000).toFixed(digits)} ms`;
      if (x + c.measureText(text).width < width) c.fillText(text, x + 3, 12);
    }
    this.data.lanes.forEach((_, i) => {
      if (i % 2) return;
      c.fillStyle = 'rgba(74, 86, 97, .07)';
      c.fillRect(0, Timeline.AXIS + i * Timeline.LANE, width, Timeline.LANE);
    });
  }

  drawBar(c, bar) {
    const [lane, begin, length, app, inference, , phases] = bar;
    if (begin > this.until || begin + length < this.from) return;
    const x = this.x(begin);
    const w = Math.max(1, this.x(begin + length) - x);
    const y = Timeline.AXIS + lane * Timeline.LANE + 3;
    const h = Timeline.LANE - 6;
    c.fillStyle = this.colours[app];
    c.fillRect(x, y, w, h);
    for (const [at, lasts, name] of phases) {
      if (name === 'infer') continue;
      c.fillStyle = 'rgba(255, 255, 255, .55)';
      c.fillRect(this.x(at), y + h / 2, Math.max(0.5, this.x(at + lasts) - this.x(at)), h / 2);
    }
    if (w > 3) {
      c.strokeStyle = bar === this.selected ? '#000' : 'rgba(29, 35, 41, .65)';
      c.lineWidth = bar === this.selected ? 2.5 : 0.7;
      c.strokeRect(x, y, w, h);
    }
    if (w > 26) {
      c.fillStyle = DARK.includes(this.colours[app]) ? '#fff' : '#1d2329';
      c.fillText(String(inference), Math.max(x, this.left) + 5, y + h / 2 - 0.5);
    }
  }

  // The bar at a point of the canvas, and the text about it.
  select(event) {
    const lane = Math.floor((event.offsetY - Timeline.AXIS) / Timeline.LANE);
    const time = this.from + this.share(event) * (this.until - this.from);
    const slack = 2 * (this.until - this.from) / this.canvas.clientWidth;
    this.selected = this.data.bars.find((bar) => bar[0] === lane && time >= bar[1] - slack && time <= bar[1] + bar[2] + slack) || null;
    this.draw();
    document.getElementById('bar').textContent = this.selected ? this.describe(this.selected) : '';
  }

  describe([lane, begin, length, app, inference, what, phases, queued]) {
    const ms = (us) => `${(us / 1000).toFixed(3)} ms`;
    const inside = phases.map(([, lasts, name]) => `${name} ${ms(lasts)}`).join(', ');
    return `${this.data.apps[app]}, inference ${inference}, ${this.data.lanes[lane]}: ${what}; from ${ms(begin)}, ` +
      `lasts ${ms(length)}${queued ? `, waited ${ms(queued)}` : ''}${inside ? ` (${inside})` : ''}`;
  }

  listen() {
    const {canvas} = this;
    canvas.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 300), this.share(event));
    }, {passive: false});
    let dragged = null;
    canvas.addEventListener('pointerdown', (event) => {
      dragged = event.clientX;
      canvas.setPointerCapture(event.pointerId);
      this.select(event);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (dragged === null) return;
      this.move((dragged - event.clientX) / (canvas.clientWidth - this.left));
      dragged = event.clientX;
    });
    for (const name of ['pointerup', 'pointercancel']) canvas.addEventListener(name, () => { dragged = null; });
    const keys = {'+': () => this.zoom(1.6), '=': () => this.zoom(1.6), '-': () => this.zoom(1 / 1.6), '0': () => this.showAll(),
      ArrowLeft: () => this.move(-0.15), ArrowRight: () => this.move(0.15)};
    canvas.addEventListener('keydown', (event) => {
      const act = event.ctrlKey || event.metaKey ? null : keys[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
    const buttons = {'zoom-in': () => this.zoom(1.6), 'zoom-out': () => this.zoom(1 / 1.6), 'earlier': () => this.move(-0.3),
      'later': () => this.move(0.3), 'all': () => this.showAll()};
    for (const [id, act] of Object.entries(buttons)) document.getElementById(id).addEventListener('click', act);
  }
}
