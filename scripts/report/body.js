// ---- The body of a run: devices with what each app does there, and the links in use, the thicker the busier.
// Two drawings, for wide and for narrow screens; the style sheet shows one.
const COLOURS = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#F0E442', '#999999'];
const DARK = ['#0072B2', '#D55E00', '#009E73']; // of them, those that need white text
const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

class Body {
  // Where devices of body4 and body5_hetero are worn: side of the drawing and row. Others fill the sides in turn.
  static WORN = {earbud: [0, 0], glasses: [1, 0], ring: [0, 1], watch: [1, 1], pendant: [0.5, 0.5]};
  static CARD = 258;
  static LINE = 21;
  static MARGIN = 6;
  static INK = '#44515E';
  static SILHOUETTE = '<circle cy="-168" r="46"/><path d="M0-118c70 0 104 22 112 66l26 150c3 18-24 24-29 6L82 0v220h-164V0l-27 104' +
    'c-5 18-32 12-29-6l26-150c8-44 42-66 112-66z"/>';

  // body: {name, devices: [[name, accelerator]], apps: [[name, sensor, interaction]]}; rows of the run's tables as objects.
  constructor(body, {apps, segments, links}, colours, title) {
    this.devices = body.devices;
    this.colours = colours;
    this.title = `Body ${body.name} under ${title}: ${body.devices.length} devices, ${links.length} links in use`;
    this.links = links.map((link) => ({ends: this.endsOf(link.link), busy: link.busy_ratio, said: `${Body.share(link.busy_ratio)} % busy`}));
    const parts = new Map(body.apps.map(([name, sensor, interaction]) => [name, {sensor, interaction}]));
    this.does = new Map(this.devices.map(([name]) => [name, []]));
    const add = (device, app, text) => this.does.get(device).push([app, text.replaceAll('_', ' ')]);
    for (const {app, source_device: device} of apps) add(device, app, `senses: ${parts.get(app).sensor}`);
    for (const {app, device, first_layer: first, last_layer: last} of segments) add(device, app, `layers ${first} to ${last}`);
    for (const {app, target_device: device} of apps) add(device, app, `interacts: ${parts.get(app).interaction}`);
  }

  // A link in use is never 0 % busy.
  static share(ratio) { return ratio > 0 && ratio < 0.005 ? '&lt;1' : Math.round(100 * ratio); }

  // A link is named by its two devices; names with special characters stand there in quotes.
  endsOf(link) {
    const forms = (name) => [name, `'${name.replaceAll("'", "''")}'`];
    for (const [one] of this.devices) {
      for (const [other] of this.devices) {
        if (forms(one).some((a) => forms(other).some((b) => link === `${a}-${b}`))) return [one, other];
      }
    }
    throw new Error(`no devices of link ${link}`);
  }

  drawings() { return this.wide() + this.narrow(); }

  svg(kind, width, height, inner) {
    return `<svg class="body ${kind}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(this.title)}">${inner}</svg>`;
  }

  place(i, name) {
    return this.devices.every(([device]) => device in Body.WORN) ? Body.WORN[name] : [i % 2, Math.floor(i / 2)];
  }

  // Cards at both sides of the body, each where its device is worn when all have such a place.
  wide() {
    const {CARD, LINE, MARGIN} = Body;
    const highOf = (name) => 50 + LINE * Math.max(1, this.does.get(name).length);
    const step = Math.max(66 + Math.max(...this.devices.map(([name]) => highOf(name))), 340);
    const cards = new Map(this.devices.map(([name], i) => {
      const [x, y] = this.place(i, name);
      return [name, {left: MARGIN + x * (888 - CARD), top: MARGIN + y * step, width: CARD, height: highOf(name)}];
    }));
    const height = Math.max(...[...cards.values()].map((card) => card.top + card.height)) + MARGIN;
    const curves = this.links.map((link) => ({...link, points: this.curve(link.ends.map((end) => cards.get(end)), cards)}));
    const taken = [...cards.values()];
    const labels = curves.map(({points, said}) => this.label(points, said, taken)).join('');
    const drawn = curves.map(({points: [a, via, b], busy}) => this.line(`M${a}Q${via} ${b}`, busy)).join('');
    const body = `<g class="silhouette" fill="#EEF1F4" transform="translate(450 ${height / 2})">${Body.SILHOUETTE}</g>`;
    return this.svg('wide', 900, height, body + drawn + this.devices.map((device) => this.card(device, cards, [])).join('') + labels);
  }

  line(path, busy) {
    return `<path class="link" d="${path}" fill="none" stroke="${Body.INK}" stroke-width="${(1.5 + 5 * busy).toFixed(1)}"/>`;
  }

  // Begin, control point and end of a curve; links of one side bend towards the body, past the cards between them.
  curve(ends, cards) {
    const centres = ends.map((card) => [card.left + card.width / 2, card.top + card.height / 2]).sort((a, b) => a[1] - b[1]);
    const [[x1, y1], [x2, y2]] = centres;
    const passed = [...cards.values()].some((card) => y1 < card.top && card.top + card.height < y2 && card.left <= x1 && x1 <= card.left + card.width);
    const bend = x1 !== x2 ? 0 : passed ? 1.2 : 0.5;
    return [centres[0], [(x1 + x2) / 2 * (1 - bend) + 450 * bend, (y1 + y2) / 2], centres[1]];
  }

  // A label on a curve, as near to its middle as there is room; what it takes is added to `taken`.
  label([a, via, b], text, taken) {
    const [width, height, apart] = [84, 24, 3];
    const at = (t, i) => (1 - t) ** 2 * a[i] + 2 * t * (1 - t) * via[i] + t ** 2 * b[i];
    const over = (box) => taken.reduce((sum, other) => sum +
      Math.max(0, Math.min(box.left + width, other.left + other.width) - Math.max(box.left, other.left) + apart) *
      Math.max(0, Math.min(box.top + height, other.top + other.height) - Math.max(box.top, other.top) + apart), 0);
    let best = null;
    for (let step = 0; step <= 45; step++) {
      for (const t of [0.5 + step / 100, 0.5 - step / 100]) {
        const box = {left: at(t, 0) - width / 2, top: at(t, 1) - height / 2, width, height};
        const covers = over(box);
        if (!best || covers < best.covers) best = {...box, covers};
      }
    }
    taken.push(best);
    return `<g class="load"><rect x="${best.left.toFixed(0)}" y="${best.top.toFixed(0)}" width="${width}" height="${height}" rx="12" fill="#FFF" ` +
      `stroke="${Body.INK}"/><text x="${(best.left + width / 2).toFixed(0)}" y="${(best.top + 17).toFixed(0)}" text-anchor="middle" ` +
      `font-size="13">${text}</text></g>`;
  }

  // Cards below each other; every link is an arc beside them, from a line of the one card to a line of the other.
  narrow() {
    const {CARD, LINE, MARGIN} = Body;
    const [width, wide] = [380, CARD + 36];
    const loads = new Map(this.devices.map(([name]) => [name, []]));
    for (const link of this.links) {
      const [one, other] = link.ends;
      loads.get(one).push([other, link]);
      loads.get(other).push([one, link]);
    }
    const cards = new Map();
    const order = this.devices.map(([name], i) => [name, this.place(i, name)]);
    order.sort(([, [x1, y1]], [, [x2, y2]]) => y1 - y2 || x1 - x2);
    let top = MARGIN;
    for (const [name] of order) {
      const lines = this.does.get(name).length + loads.get(name).length;
      cards.set(name, {left: MARGIN, top, width: wide, height: 50 + LINE * Math.max(1, lines)});
      top += cards.get(name).height + 18;
    }
    const y = (name, link) => cards.get(name).top + 45 + LINE * (this.does.get(name).length + loads.get(name).findIndex(([, l]) => l === link));
    const x = MARGIN + wide;
    const arcs = this.links.map((link) => {
      const [from, to] = link.ends.map((name) => y(name, link)).sort((a, b) => a - b);
      const out = x + Math.min(1.3 * (width - x), 18 + 0.2 * (to - from)); // the arc reaches three quarters as far
      return this.line(`M${x} ${from}C${out} ${from} ${out} ${to} ${x} ${to}`, link.busy);
    });
    return this.svg('narrow', width, top, arcs.join('') + this.devices.map((device) => this.card(device, cards, loads.get(device[0]))).join(''));
  }

  card([name, accelerator], cards, loads) {
    const {left, top, width, height} = cards.get(name);
    const text = (x, y, size, inner, more = '') => `<text x="${x}" y="${y}" font-size="${size}"${more}>${inner}</text>`;
    const lines = [];
    for (const [app, does] of this.does.get(name)) {
      lines.push((y) => `<rect x="12" y="${y - 11}" width="12" height="12" rx="2" fill="${this.colours.get(app)}" stroke="#222" stroke-width=".6"/>` +
        text(30, y, 13, `<tspan font-weight="600">${escaped(app)}</tspan> ${escaped(does)}`));
    }
    for (const [other, {busy, said}] of loads) {
      lines.push((y) => `<g class="load"><path d="M12 ${y - 4}h12" stroke="${Body.INK}" stroke-width="${(1.5 + 5 * busy).toFixed(1)}"/>` +
        text(30, y, 13, `link to ${escaped(other)}: ${said}`) + '</g>');
    }
    if (!lines.length) lines.push((y) => text(12, y, 13, 'not used', ` fill="${Body.INK}"`));
    return `<g class="device" transform="translate(${left} ${top})"><rect width="${width}" height="${height}" rx="8" fill="#FFF" ` +
      `stroke="${Body.INK}" stroke-width="1.2"/>${text(12, 22, 16, escaped(name), ' font-weight="600"')}` +
      text(width - 12, 22, 12.5, escaped(accelerator), ` text-anchor="end" fill="${Body.INK}"`) +
      lines.map((line, i) => line(49 + Body.LINE * i)).join('') + '</g>';
  }
}
